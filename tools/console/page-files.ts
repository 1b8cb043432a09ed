import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';
import { methodNotAllowed } from './answers';

const PAGE_FILES = [
  'console.html',
  'dashboards.html',
  'runbook.html',
  'console.css',
  'dashboards.css',
  'markdown.css',
  'panels.css',
  'strip.css',
  'viewer.css',
  'icon.svg',
  'alarms.js',
  'charts.js',
  'console.js',
  'dashboards.js',
  'element.js',
  'endpoint.js',
  'faults.js',
  'format.js',
  'graph.js',
  'headline.js',
  'markdown-view.js',
  'markdown.js',
  'nav.js',
  'pipeline.js',
  'rankings.js',
  'runbook.js',
  'series.js',
  'strip.js',
  'viewer-facts.js',
  'viewer.js',
  'widgets.js',
];

interface ServedFile {
  readonly file: string;
  readonly cacheControl: string;
}

/** The page itself is the console's root; what is edited shows on reload. */
const toServed = (name: string): [string, ServedFile] => [
  name === 'console.html' ? '' : name,
  { file: join(__dirname, 'page', name), cacheControl: 'no-cache' },
];

/** Every file that is served, by its name below the console's root: nothing else can be asked for. */
const FILES: ReadonlyMap<string, ServedFile> = new Map([
  ...PAGE_FILES.map(toServed),
  ['runbook.md', { file: join(__dirname, '../../docs/runbook.md'), cacheControl: 'no-cache' }],
  ['echarts.js', { file: require.resolve('echarts/dist/echarts.min.js'), cacheControl: 'max-age=86400' }],
]);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
};

/** Answers one of the page's own files, 304 when the browser has it; undefined when `name` is none of them. */
export const pageFile = async (name: string, request: HttpRequest): Promise<HttpResponse | undefined> => {
  const known = FILES.get(name);
  if (!known) return undefined;
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD');
  const body = await readFile(known.file);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const headers = { 'cache-control': known.cacheControl, etag };
  if (request.headers['if-none-match'] === etag) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': CONTENT_TYPES[extname(known.file)] ?? '' }, body };
};

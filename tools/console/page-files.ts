import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';
import { methodNotAllowed } from './answers';
import type { ConsolePanel } from './console-panel';
import { PageScripts } from './page-scripts';

const PAGE = join(__dirname, 'page');
const OVERVIEW = 'console.html';
/** The place of the panels in the overview. */
const SLOT = '<!-- panels -->';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
};
const PAGE_TYPES = ['.html', '.css', '.svg'];

interface ServedFile {
  readonly file: string;
  readonly cacheControl: string;
}

/** The overview is at the console's root. The browser revalidates files at each load, so that edits appear. */
const toServed = (name: string): [string, ServedFile] => [
  name === OVERVIEW ? '' : name,
  { file: join(PAGE, name), cacheControl: 'no-cache' },
];

/** Every served file, by its name below the console's root, besides the scripts. */
const FILES: ReadonlyMap<string, ServedFile> = new Map([
  ...readdirSync(PAGE)
    .filter((name) => PAGE_TYPES.includes(extname(name)))
    .map(toServed),
  ['runbook.md', { file: join(__dirname, '../../docs/runbook.md'), cacheControl: 'no-cache' }],
  ['echarts.js', { file: require.resolve('echarts/dist/echarts.min.js'), cacheControl: 'max-age=86400' }],
]);

/** Serves the files of the page with these panels; the result is undefined for an unknown name. */
export const pageFiles = (panels: readonly ConsolePanel[]) => {
  const scripts = new PageScripts(panels);

  const contentOf = async (name: string): Promise<(ServedFile & { readonly body: Uint8Array }) | undefined> => {
    const served = FILES.get(name);
    if (served) {
      const body = await readFile(served.file);
      return { ...served, body: name === '' ? withPanels(body, panels) : body };
    }
    const body = extname(name) === '.js' ? await scripts.get(name) : undefined;
    return body && { file: name, cacheControl: 'no-cache', body };
  };

  return async (name: string, request: HttpRequest): Promise<HttpResponse | undefined> => {
    const content = await contentOf(name);
    if (!content) return undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD');
    const { file, cacheControl } = content;
    const body = Buffer.from(content.body);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const headers = { 'cache-control': cacheControl, etag };
    if (request.headers['if-none-match'] === etag) return { status: 304, headers };
    return { status: 200, headers: { ...headers, 'content-type': CONTENT_TYPES[extname(file)] ?? '' }, body };
  };
};

const withPanels = (html: Buffer, panels: readonly ConsolePanel[]): Buffer =>
  Buffer.from(html.toString('utf8').replace(SLOT, () => panels.map(toSection).join('\n')));

/** The place of a panel, with its heading: the page module fills the rest. */
const toSection = ({ name, title, note = '', columns, rows = 1 }: ConsolePanel): string =>
  `<section class="panel ${name} columns-${columns} rows-${rows}" id="panel-${name}" aria-labelledby="title-${name}">
        <h2 id="title-${name}">${title} <small>${note}</small></h2>
      </section>`;

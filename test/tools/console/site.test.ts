import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { Fault, Faults } from 'embedded-cloud';
import { cloudwatch } from 'embedded-cloud/services/cloudwatch';
import { sns } from 'embedded-cloud/services/sns';
import { Endpoint } from 'embedded-cloud/testing';
import { DashboardReader } from '../../../tools/console/dashboards/dashboards';
import { json } from '../../../tools/console/answers';
import { registeredPanels } from '../../../tools/console/registered-panels';
import { consoleSite } from '../../../tools/console/site';
import type { ConsoleSnapshot } from '../../../tools/console/snapshot';
import { until } from '../../support/until';

const SNAPSHOT: ConsoleSnapshot = {
  now: 1_795_230_000_000,
  stage: 'dev',
  endpoint: 'http://127.0.0.1:4566',
  eventsUrl: 'http://127.0.0.1:4566/v1/events',
  uptimeSeconds: 12,
  instants: [],
  titles: { instant: 0, titles: [{ contentId: '<img src=x>', streams: 3 }], others: { titles: 0, streams: 0 } },
  ingest: [],
  totals: { requests: 1, accepted: 2, refused: 3, duplicatesSent: 4, errors: 5 },
  pipeline: { iteratorAgeMs: 0, shards: 1, overflowMessages: 0, deadLetters: 0, functions: [] },
  faults: {},
  notRun: { 'AWS::KMS::Key': 2 },
};

let faults: Faults;
let endpoint: Endpoint;
let snapshot: () => Promise<ConsoleSnapshot>;
let origin: string;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  ({ faults } = endpoint);
  snapshot = () => Promise.resolve(SNAPSHOT);
  const notifications = endpoint.run(sns);
  const metrics = endpoint.run(cloudwatch);
  const dashboards = new DashboardReader(metrics, { invoke: () => Promise.reject(new Error('no function')) });
  const operations = {
    dashboards,
    cloudwatch: metrics,
    sns: notifications,
    counts: () => Promise.resolve({}),
    outages: () => Promise.resolve([]),
  };
  const apis = new Map([['weather', () => Promise.resolve(json(200, { sunny: true }))]]);
  const panels = registeredPanels();
  endpoint.addSite(consoleSite({ snapshot: () => snapshot(), faults, operations, panels, apis }));
  origin = endpoint.surroundings.endpoint;
});

afterEach(() => endpoint.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(origin + path, { headers, redirect: 'manual' });

const JSON_TYPE = { 'content-type': 'application/json' };

const change = (method: string, path: string, body?: unknown, headers: Record<string, string> = JSON_TYPE) =>
  fetch(`${origin}/_playhead/api/faults${path}`, {
    method,
    headers,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Sends the path unchanged: fetch would resolve its dots. */
const getRaw = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = httpRequest({ hostname, port, path }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end();
  });

describe('the page', () => {
  it('is served with and without the slash', async () => {
    const redirect = await get('/_playhead');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/_playhead/']);
    const page = await get('/_playhead/?anything');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<title>Playhead</title>');
  });

  it.each([
    ['console.js', 'text/javascript; charset=utf-8'],
    ['echarts.js', 'text/javascript; charset=utf-8'],
    ['console.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ])('serves %s as %s', async (name, type) => {
    const file = await get(`/_playhead/${name}`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
  });

  it('serves its pages, styles and icon, and none of its sources', async () => {
    const names = readdirSync(join(__dirname, '../../../tools/console/page'));
    const served = await Promise.all(names.map(async (name) => [name, (await get(`/_playhead/${name}`)).status]));
    const isServed = (name: string): boolean => /\.(css|html|svg)$/.test(name) && name !== 'console.html';
    expect(served).toEqual(names.map((name) => [name, isServed(name) ? 200 : 404]));
  });

  it('bundles its scripts, with everything that they import, from TypeScript', async () => {
    for (const page of ['console', 'dashboards', 'runbook']) {
      const script = await (await get(`/_playhead/${page}.js`)).text();
      const imports = [...script.matchAll(/from\s*"([^"]+)"/g)].map(([, path]) => path ?? '');
      expect(imports.length).toBeGreaterThan(0);
      for (const path of imports) expect((await get(`/_playhead/${path.replace('./', '')}`)).status).toBe(200);
    }
  });

  it('has a place for every registered panel, and a script that fills it', async () => {
    const html = await (await get('/_playhead/')).text();
    const script = await (await get('/_playhead/console.js')).text();
    const names = registeredPanels().map(({ name }) => name);
    expect(names).toEqual(['streams', 'titles', 'ingest', 'devices', 'pipeline', 'faults', 'errors', 'viewer']);
    for (const name of names) {
      expect(html).toContain(`id="panel-${name}"`);
      expect(script.includes(`"${name}": `)).toBe(true);
    }
  });

  it('allows only its own files to run, and contains nothing inline', async () => {
    for (const path of ['/', '/console.js', '/api/snapshot', '/api/faults', '/nothing']) {
      const { headers } = await get(`/_playhead${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const html = await (await get('/_playhead/')).text();
    expect(html).not.toMatch(/<style|style=|<script>|\son\w+=|https?:/);
  });

  it('is revalidated at each load, and ECharts once a day', async () => {
    const echarts = await get('/_playhead/echarts.js');
    expect(echarts.headers.get('cache-control')).toBe('max-age=86400');
    const script = await get('/_playhead/console.js');
    expect(script.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/_playhead/console.js', { 'if-none-match': script.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it.each([
    '/_playhead/../package.json',
    '/_playhead/%2e%2e/package.json',
    '/_playhead/..%2fsite.ts',
    '/_playhead/page/console.js',
    '/_playhead//console.js',
    '/_playhead/console.js%00.css',
    '/_playhead/console%2ejs',
    '/_playhead/..\\site.ts',
    '/_playhead/constructor',
    '/_playhead/api',
    '/_playheads/',
    '/',
  ])('answers 404 at %s', async (path) => {
    expect(await getRaw(path)).toBe(404);
  });

  it('is read only', async () => {
    const answer = await fetch(`${origin}/_playhead/`, { method: 'POST' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the API of a panel', () => {
  it('answers below api/', async () => {
    expect(await (await get('/_playhead/api/weather')).json()).toEqual({ sunny: true });
    expect((await get('/_playhead/weather')).status).toBe(404);
  });
});

describe('the snapshot', () => {
  it('is passed through and never cached', async () => {
    const answer = await get('/_playhead/api/snapshot');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual(SNAPSHOT);
  });

  it('answers 500 with the reason if it fails', async () => {
    snapshot = () => Promise.reject(new Error('no such table'));
    const answer = await get('/_playhead/api/snapshot');
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'no such table' }]);
  });
});

describe('faults', () => {
  it('are set, listed and cleared by service', async () => {
    const fault: Fault = { throttle: 0.5, stallMs: 200 };
    await change('PUT', '/kinesis', fault);
    await change('PUT', '/sqs', { fail: 1 });
    expect(faults.all()).toEqual({ kinesis: fault, sqs: { fail: 1 } });
    expect(await (await get('/_playhead/api/faults')).json()).toEqual({
      kinesis: { fault },
      sqs: { fault: { fail: 1 } },
    });
    expect(await (await change('DELETE', '/sqs')).json()).toEqual({ kinesis: { fault } });
    await change('DELETE', '');
    expect(faults.all()).toEqual({});
  });

  it.each<[unknown, string]>([
    [{ throtle: 0.5 }, 'throtle'],
    ['{"__proto__":1}', '__proto__'],
    [{ constructor: 1 }, 'constructor'],
    [{ throttle: 1.01 }, 'throttle'],
    [{ fail: -0.1 }, 'fail'],
    [{ partial: '1' }, 'partial'],
    [{ deliverTwice: null }, 'deliverTwice'],
    ['{"stallMs":1e999}', 'stallMs'],
    [{ stallMs: 300_001 }, 'stallMs'],
    [{}, 'body'],
    [[], 'body'],
    ['null', 'body'],
    ['not JSON', 'body'],
    ['', 'body'],
  ])('are refused if they read %j, because of %s', async (body, field) => {
    const answer = await change('PUT', '/kinesis', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ issues: [expect.objectContaining({ field })] });
    expect(faults.all()).toEqual({});
  });

  it('end automatically after the given time', async () => {
    const answer = await change('PUT', '/kinesis?forSeconds=0.05', { fail: 1 });
    expect(await answer.json()).toEqual({ kinesis: { fault: { fail: 1 }, endsAt: expect.any(Number) as number } });
    await until(() => Object.keys(faults.all()).length === 0);
  });

  it('outlast the end of a fault that they replaced', async () => {
    await change('PUT', '/kinesis?forSeconds=0.05', { fail: 1 });
    await change('PUT', '/kinesis', { fail: 1 });
    await change('PUT', '/sqs?forSeconds=0.1', { fail: 1 }); // ends after the first fault would have
    await until(() => !('sqs' in faults.all()));
    expect(faults.all()).toEqual({ kinesis: { fail: 1 } });
  });

  it.each(['0', '-1', 'soon', 'NaN', 'Infinity', '3601', ''])('are refused for %j seconds', async (seconds) => {
    const answer = await change('PUT', `/kinesis?forSeconds=${seconds}`, { fail: 1 });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ issues: [expect.objectContaining({ field: 'forSeconds' })] });
  });

  it.each(['/', '/__proto__', '/Kinesis', '/a/b', '/%6b', `/${'k'.repeat(41)}`])(
    'are refused for the service %s',
    async (path) => {
      const answer = await change('PUT', path, { fail: 1 });
      expect(await answer.json()).toEqual({ issues: [expect.objectContaining({ field: 'service' })] });
    },
  );

  it.each([
    ['POST', '/kinesis', 'PUT, DELETE'],
    ['GET', '/kinesis', 'PUT, DELETE'],
    ['PUT', '', 'GET, DELETE'],
  ])('do not accept %s %s', async (method, path, allow) => {
    const answer = await change(method, path, method === 'GET' ? undefined : { fail: 1 });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
  });

  it('can be set by this page only', async () => {
    for (const foreign of ['https://example.com', 'null', origin.replace('http:', 'https:'), `${origin}1`, '']) {
      const headers = { ...JSON_TYPE, origin: foreign };
      expect((await change('PUT', '/kinesis', { fail: 1 }, headers)).status).toBe(403);
      expect((await change('DELETE', '', undefined, headers)).status).toBe(403);
    }
    expect(faults.all()).toEqual({});
    expect((await change('PUT', '/kinesis', { fail: 1 }, { ...JSON_TYPE, origin })).status).toBe(200);
  });

  it('can be set with JSON only, which another page cannot send without a preflight', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/plain; application/json', '']) {
      expect((await change('PUT', '/kinesis', { fail: 1 }, { 'content-type': type })).status).toBe(415);
      expect((await change('DELETE', '', undefined, { 'content-type': type })).status).toBe(415);
    }
    expect(faults.all()).toEqual({});
    const typed = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await change('PUT', '/kinesis', { fail: 1 }, typed)).status).toBe(200);
  });

  it('refuse a preflight', async () => {
    const answer = await change('OPTIONS', '/kinesis', undefined, { origin: 'https://example.com' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

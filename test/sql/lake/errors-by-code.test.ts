import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { embeddedPlace } from 'aws-clients';
import { VIEWING_EVENTS } from '../../../domain/lake';
import { openTiers } from '../../../tools/query/clients';
import { parseQuery } from '../../../tools/query/query';
import { runQuery } from '../../../tools/query/run-query';
import { EmbeddedLake } from '../../support/embedded-lake';

const QUERY = readFileSync('sql/lake/queries/errors-by-code.sql', 'utf8');
const DAY = '2026-11-01';
const AT = Date.parse(`${DAY}T12:00:00Z`);

let lake: EmbeddedLake;
beforeAll(async () => {
  lake = await EmbeddedLake.open();
  await lake.startAthena();
});
afterAll(() => lake.close());

let events = 0;
const anError = (session: string, code: string, fields: object = {}): object => ({
  ...{ event_id: `event-${events++}`, event: 'error', session_id: session, error_code: code, error_fatal: false },
  ...{ event_ts: AT, device_type: 'web', content_id: 'title-1', app_version: '5.4.0' },
  ...fields,
});

const run = async (): Promise<readonly string[]> => {
  const [rows, printed] = [new PassThrough(), [] as string[]];
  const output = { rows, print: (line: string) => void printed.push(line), showProgress: () => undefined };
  const { lake: athena } = openTiers(embeddedPlace(lake.endpoint.surroundings.endpoint));
  const query = parseQuery(QUERY, [DAY, DAY]);
  await runQuery(athena, query, { ...output, isCsv: true, width: 80 }, new AbortController().signal);
  return String(rows.read()).trimEnd().split('\n');
};

it('lists each code with its sessions, since when, and whom it affects, and all but 50 codes as one', async () => {
  await lake.writeCurated(VIEWING_EVENTS, DAY, [
    anError('s1', 'DECODE', { error_fatal: true }),
    anError('s1', 'DECODE', { event_ts: AT - 60_000 }),
    anError('s2', 'DECODE', { device_type: 'mobile', app_version: null }),
    anError('s3', 'DECODE', { content_id: 'title-2' }),
    { ...anError('s4', 'DECODE'), event: 'heartbeat' },
    ...Array.from({ length: 60 }, (_, n) => anError(`rare-${n}`, `RARE_${100 + n}`)),
  ]);
  const [head, ...lines] = await run();
  expect(head).toBe('code,sessions,ended_sessions,first_seen,last_seen,app_versions,devices,titles');
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toMatch(/^other,11,0,/);
  expect(lines[0]).toMatch(
    /^DECODE,3,1,2026-11-01 11:59:00.*,2026-11-01 12:00:00.*,"5\.4\.0 2, unknown 1","web 2, mobile 1","title-1 2, title-2 1"$/,
  );
  expect(lines[1]).toMatch(/^RARE_100,1,0,/);
});

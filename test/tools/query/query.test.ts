import { PassThrough } from 'node:stream';
import { embeddedPlace } from 'aws-clients';
import { provision } from 'embedded-cloud/testing';
import { RAW_VIEWING_EVENTS, SESSIONS } from '../../../domain/lake';
import { ask } from '../../../tools/query/ask';
import { openTiers } from '../../../tools/query/clients';
import { pickNamedQuery } from '../../../tools/query/named-queries';
import { toQuestion } from '../../../tools/query/question';
import { ANALYSTS, DATABASE, EmbeddedLake } from '../../support/embedded-lake';

let lake: EmbeddedLake;
jest.setTimeout(60_000);

beforeAll(async () => {
  lake = await EmbeddedLake.open();
  await provision(await lake.startAthena(), 'AWS::Athena::NamedQuery', {
    Name: 'Audit: the sessions of a viewer',
    Description: 'What one viewer watched.',
    Database: DATABASE,
    WorkGroup: ANALYSTS,
    QueryString: '-- as it is filed\nSELECT dt, session_id FROM sessions WHERE viewer_id = ? ORDER BY dt',
  });
  for (const [day, viewer] of [
    ['01', 'v1'],
    ['02', 'v2'],
    ['03', 'v1'],
  ] as const) {
    await lake.writeCurated(SESSIONS, `2026-11-${day}`, [{ session_id: `s${day}`, viewer_id: viewer, playing_ms: 5 }]);
  }
  for (const hour of ['07', '08']) {
    await lake.write(RAW_VIEWING_EVENTS, `dt=2026-11-01/hour=${hour}/rows.parquet`, [{ event_id: `e${hour}` }]);
  }
});

afterAll(() => lake.close());

const open = (of = lake) => openTiers(embeddedPlace(of.endpoint.surroundings.endpoint));

const asked = async (text: string, values: readonly string[] = [], isCsv = false, of = lake) => {
  const [out, said] = [new PassThrough(), [] as string[]];
  const outlet = { out, say: (line: string) => said.push(line), show: () => undefined, isCsv, width: 80 };
  await ask(open(of).lake, toQuestion(text, values), outlet, new AbortController().signal);
  return { rows: String(out.read()).trimEnd().split('\n'), said };
};

it('rows come as a table, with what was weighed before and what it cost after', async () => {
  const { rows, said } = await asked('SELECT dt, playing_ms FROM sessions ORDER BY dt');
  expect(rows).toEqual([
    'dt          playing_ms',
    '──────────  ──────────',
    '2026-11-01           5',
    '2026-11-02           5',
    '2026-11-03           5',
  ]);
  expect(said[0]).toMatch(/^sessions: 3 partitions, [\d.]+ KiB$/);
  expect(said[1]).toMatch(/^reads .* at most, for \$0\.000048 or less; it is stopped at 10\.0 GiB$/);
  expect(said[2]).toMatch(/^3 rows from the lake in [\d.]+ s; [\d.]+ K?i?B scanned, for \$0\.000048$/);
});

it('only the partitions that a question touches are weighed', async () => {
  const { rows, said } = await asked(
    'SELECT session_id FROM sessions WHERE dt = ? AND viewer_id = ?',
    ['2026-11-02', 'v2'],
    true,
  );
  expect(rows).toEqual(['session_id', 's02']);
  expect(said[0]).toMatch(/^sessions: 1 partition,/);
});

it('projected partitions are found by their folders', async () => {
  const { tables } = await open().lake.explain(
    toQuestion("SELECT event_id FROM raw_viewing_events WHERE dt = '2026-11-01' AND hour = '08'", []),
  );
  const [weighed] = tables;
  const objects = await lake.objects.list('raw/viewing_events/dt=2026-11-01/hour=08/');
  expect(weighed).toEqual({ table: 'raw_viewing_events', partitions: 1, bytes: objects[0]?.bytes });
});

it('a date with no data gives no rows and no error', async () => {
  const { rows, said } = await asked("SELECT session_id FROM sessions WHERE dt = '2020-01-01'", [], true);
  expect(rows).toEqual(['session_id']);
  expect(said[0]).toBe('sessions: 0 partitions, 0 B');
});

it('a value that looks like SQL is a value', async () => {
  const { rows } = await asked('SELECT session_id FROM sessions WHERE viewer_id = ?', ["' OR ''='"], true);
  expect(rows).toEqual(['session_id']);
});

it('what the engine does not understand is told in its words', async () => {
  await expect(asked('SELECT nothing FROM sessions')).rejects.toThrow(/nothing/);
});

it('a named query is found by a part of its name', async () => {
  const query = pickNamedQuery(await open().namedQueries(), 'sessions of a VIEWER');
  expect((await asked(query.sql, ['v1'], true)).rows).toEqual(['dt,session_id', '2026-11-01,s01', '2026-11-03,s03']);
  expect(() => pickNamedQuery([query], 'weather')).toThrow(/No named query .* There are:\n {2}Audit: the sessions/);
});

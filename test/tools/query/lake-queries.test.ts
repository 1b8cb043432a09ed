import { PassThrough } from 'node:stream';
import { embeddedPlace } from 'aws-clients';
import { provision } from 'embedded-cloud/testing';
import { RAW_VIEWING_EVENTS, SESSIONS } from '../../../domain/lake';
import { openTiers } from '../../../tools/query/clients';
import { pickNamedQuery } from '../../../tools/query/named-queries';
import { parseQuery } from '../../../tools/query/query';
import { runQuery } from '../../../tools/query/run-query';
import { ANALYSTS, DATABASE, EmbeddedLake } from '../../support/embedded-lake';

let lake: EmbeddedLake;
beforeAll(async () => {
  lake = await EmbeddedLake.open();
  await provision(await lake.startAthena(), 'AWS::Athena::NamedQuery', {
    Name: 'Audit: the sessions of a viewer',
    Description: 'The sessions of one viewer.',
    Database: DATABASE,
    WorkGroup: ANALYSTS,
    QueryString: '-- a saved query\nSELECT dt, session_id FROM sessions WHERE viewer_id = ? ORDER BY dt',
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

const openLake = () => openTiers(embeddedPlace(lake.endpoint.surroundings.endpoint));

const run = async (text: string, values: readonly string[] = [], isCsv = false) => {
  const [rows, printed] = [new PassThrough(), [] as string[]];
  const print = (line: string) => void printed.push(line);
  const output = { rows, print, showProgress: () => undefined, isCsv, width: 80 };
  await runQuery(openLake().lake, parseQuery(text, values), output, new AbortController().signal);
  return { rows: String(rows.read()).trimEnd().split('\n'), printed };
};

describe('a query on the lake', () => {
  it('prints a table of its rows, the estimate before and the cost after', async () => {
    const { rows, printed } = await run('SELECT dt, playing_ms FROM sessions ORDER BY dt');
    expect(rows).toEqual([
      'dt          playing_ms',
      '──────────  ──────────',
      '2026-11-01           5',
      '2026-11-02           5',
      '2026-11-03           5',
    ]);
    expect(printed[0]).toMatch(/^sessions: 3 partitions, [\d.]+ KiB$/);
    expect(printed[1]).toMatch(/^reads at most .*, for \$0\.000048 or less; the limit is 10\.0 GiB$/);
    expect(printed[2]).toMatch(/^3 rows from the lake in [\d.]+ s; [\d.]+ K?i?B scanned, for \$0\.000048$/);
  });

  it('estimates only the partitions that it reads', async () => {
    const { rows, printed } = await run(
      'SELECT session_id FROM sessions WHERE dt = ? AND viewer_id = ?',
      ['2026-11-02', 'v2'],
      true,
    );
    expect(rows).toEqual(['session_id', 's02']);
    expect(printed[0]).toMatch(/^sessions: 1 partition,/);
  });

  it('finds projected partitions by their folders', async () => {
    const { tables } = await openLake().lake.estimateScan(
      parseQuery("SELECT event_id FROM raw_viewing_events WHERE dt = '2026-11-01' AND hour = '08'", []),
    );
    const [size] = tables;
    const objects = await lake.objects.list('raw/viewing_events/dt=2026-11-01/hour=08/');
    expect(size).toEqual({ table: 'raw_viewing_events', partitions: 1, bytes: objects[0]?.bytes });
  });

  it('returns no rows for a date without data', async () => {
    const { rows, printed } = await run("SELECT session_id FROM sessions WHERE dt = '2020-01-01'", [], true);
    expect(rows).toEqual(['session_id']);
    expect(printed[0]).toBe('sessions: 0 partitions, 0 B');
  });

  it('treats a value that resembles SQL as a value', async () => {
    const { rows } = await run('SELECT session_id FROM sessions WHERE viewer_id = ?', ["' OR ''='"], true);
    expect(rows).toEqual(['session_id']);
  });

  it('fails with the reason of the engine', async () => {
    await expect(run('SELECT nothing FROM sessions')).rejects.toThrow(/nothing/);
  });
});

describe('pickNamedQuery', () => {
  it('finds a saved query by a part of its name', async () => {
    const query = pickNamedQuery(await openLake().namedQueries(), 'sessions of a VIEWER');
    expect((await run(query.sql, ['v1'], true)).rows).toEqual(['dt,session_id', '2026-11-01,s01', '2026-11-03,s03']);
    expect(() => pickNamedQuery([query], 'weather')).toThrow(
      /No saved query matches "weather"\. The candidates are:\n {2}Audit: the sessions/,
    );
  });
});

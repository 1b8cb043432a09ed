import { join } from 'node:path';
import { addDays, dateOf } from '../../../domain/lake';
import { readStatement } from '../../../lambdas/foundation/athena-statement';
import { planHistory } from '../../history/history-plan';
import { writeHistory } from '../../history/write-history';
import { BUCKET } from '../../../test/support/embedded-lake';
import { TestLake } from '../../../test/support/test-lake';

const KEYRING = { current: { id: 'k1', key: 'a test key' }, keys: new Map<string, string>() };
const NOW = Date.parse('2026-11-25T08:00:00Z');

/** Writes a history, curates its oldest days, and measures partition pruning and an audit. */
export const benchHistory = async (days: number, sessionsPerDay: number, curatedDays: number) => {
  const lake = await TestLake.open();
  try {
    const { dates, past } = planHistory({ days, sessionsPerDay, seed: '1' }, NOW);
    const written = await timed(() =>
      writeHistory(
        {
          past: { ...past, keyring: KEYRING },
          ...{ dates, bucket: BUCKET, writer: lake.lake.s3 },
          folder: join(lake.endpoint.surroundings.stateDir, 'history-scratch'),
        },
        () => undefined,
      ),
    );
    const eventsPerSecond = Math.round(written.result.events / written.seconds);
    const oldest = dates.slice(0, curatedDays);
    const curated = await timed(() => lake.continue(lake.run(oldest, NOW), NOW, { pollMs: 100 }));
    const pruning = [
      await prune(lake, 'raw_viewing_events', dates),
      await prune(lake, 'viewing_events', oldest),
      await prune(lake, 'sessions', oldest),
    ];
    const audit = await benchAudit(lake, dates[0] ?? dateOf(NOW));
    const { events, jsonBytes, parquetBytes } = written.result;
    return {
      ...{
        days,
        sessionsPerDay,
        events,
        seconds: written.seconds,
        processorSeconds: written.processorSeconds,
        eventsPerSecond,
      },
      ...{ jsonBytes, parquetBytes, jsonToParquet: jsonBytes / parquetBytes },
      ...{ curatedDays: oldest.length, curationSeconds: curated.seconds, failures: lake.failures, pruning, audit },
      target:
        'eventsPerSecond >= 50,000, jsonToParquet >= 6, each oneDayShare <= 1/300 (of 400 days), each audit <= 5 s',
      ok:
        eventsPerSecond >= 50_000 &&
        jsonBytes >= 6 * parquetBytes &&
        pruning.every(({ oneDayShare, days: of }) => oneDayShare <= 4 / 3 / of) &&
        audit.every(({ seconds, rows }) => seconds <= 5 && rows > 0),
    };
  } finally {
    await lake.close();
  }
};

/** How much a query over one day scans, compared with the same query over all days. */
const prune = async ({ lake }: TestLake, table: string, dates: readonly string[]) => {
  const query = `SELECT count(DISTINCT content_id), max(session_id) FROM ${table}`;
  const day = await lake.ask(`${query} WHERE dt = '${dates[dates.length >> 1] ?? ''}'`);
  const all = await lake.ask(query);
  return { table, days: dates.length, oneDayBytes: day.bytes, allBytes: all.bytes, oneDayShare: day.bytes / all.bytes };
};

/** The sessions of a viewer in the first month of the history, and in all of it. */
const benchAudit = async ({ lake }: TestLake, first: string) => {
  const { rows } = await lake.ask(
    `SELECT viewer_id FROM sessions WHERE dt = '${first}' AND viewer_id IS NOT NULL LIMIT 1`,
  );
  const viewer = rows[0]?.[0] ?? '';
  const audit = readStatement(join(__dirname, '../../../sql/lake/queries'), 'audit-viewer-sessions');
  const ask = async (from: string, to: string) => {
    const { result, seconds } = await timed(() =>
      lake.ask(audit, { ExecutionParameters: [viewer, from, to].map((value) => `'${value}'`) }),
    );
    return { from, to, rows: result.rows.length, scannedBytes: result.bytes, seconds };
  };
  return [await ask(first, addDays(first, 30)), await ask(first, dateOf(NOW))];
};

/** Processor seconds are comparable even if the machine is busy with other work. */
const timed = async <Result>(work: () => Promise<Result>) => {
  const [start, processor] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(processor);
  return { result, seconds: (performance.now() - start) / 1_000, processorSeconds: (user + system) / 1e6 };
};

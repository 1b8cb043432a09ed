import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEventIds } from '../../../tools/simulator/event-ids';
import type { ViewerStats } from '../../../tools/simulator/messages';
import { startViewers, type Viewers } from '../../../tools/simulator/viewers';
import { until } from '../../support/until';
import { FakeCollector, type WireEvent } from './fake-collector';

const NO_FAULTS = { duplicated: 0, reordered: 0, junk: 0, offline: 0, skewedClocks: 0 };

describe('startViewers', () => {
  let collector: FakeCollector;
  let viewers: Viewers | undefined;

  beforeEach(() => {
    collector = new FakeCollector();
  });

  afterEach(async () => {
    await viewers?.close();
    await collector.close();
  });

  it('reaches and follows the target, and loses no event when it stops', async () => {
    const endpoint = await collector.listen();
    const rates = { ...NO_FAULTS, duplicated: 0.05, reordered: 0.05, skewedClocks: 0.1 };
    viewers = await startViewers({ endpoint, viewers: 100, seed: 1, heartbeatSeconds: 2, keepEventIds: true, rates });
    const progress: ViewerStats[] = [];
    viewers.onProgress((stats) => progress.push(stats));
    const crowd = viewers;
    const watching = async () => (await crowd.stats()).watching;
    await until(async () => (await watching()) > 85);
    await viewers.setTarget(200);
    await until(async () => (await watching()) > 150);
    const mostStreams = async () => Math.max(0, ...(await crowd.truth()).map(({ total }) => total));
    await until(async () => (await mostStreams()) > 50 && progress.length > 5);

    const stats = await viewers.stop();
    expect(stats).toMatchObject({
      unanswered: 0,
      watching: 0,
      refused: 0,
      abandoned: 0,
      errors: 0,
      refusalReasons: [],
    });
    expect(stats.accepted).toBe(stats.sent);
    expect(stats.requests).toBe(collector.received.length);

    const unique = new Set(collector.events().map(({ event_id }) => event_id));
    expect(unique.size).toBe(stats.sent);
    expect(new Set(readEventIds(await viewers.acceptedIds()))).toEqual(unique);
    expect(gaps(collector.events())).toEqual([]);
    const truths = await viewers.truth();
    for (const { total, byDevice, byTitle } of truths) {
      expect([sum(byDevice), sum(byTitle)]).toEqual([total, total]);
    }
  });

  it('rejects with the problems of a trace', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-'));
    const traceFile = join(folder, 'bad.csv');
    writeFileSync(traceFile, 'media_s\n1\n');
    const endpoint = await collector.listen();
    await expect(startViewers({ endpoint, viewers: 1, seed: 1, traceFile })).rejects.toThrow(
      `${traceFile}:1: the column wall_s is missing.`,
    );
    rmSync(folder, { recursive: true });
  });

  it('refuses a heartbeat outside 1 to 120 s', async () => {
    await expect(startViewers({ endpoint: 'http://x', viewers: 1, seed: 1, heartbeatSeconds: 0 })).rejects.toThrow(
      'heartbeatSeconds must be 1 to 120, not 0.',
    );
  });
});

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((one, other) => one + other, 0);

/** The sessions that lack an event. */
const gaps = (events: readonly WireEvent[]): string[] => {
  const sessions = new Map<string, Set<number>>();
  for (const { session_id, sequence } of events) {
    const seen = sessions.get(session_id) ?? new Set();
    sessions.set(session_id, seen.add(sequence));
  }
  return [...sessions].filter(([, seen]) => Math.max(...seen) !== seen.size - 1).map(([id]) => id);
};

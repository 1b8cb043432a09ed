import { type Account, PATHS } from '../../../../domain/ledger/account';
import type { Gaps } from '../../../../domain/ledger/gaps';
import { ledgerMetrics } from '../../../../lambdas/ledger/reconcile/ledger-metrics';
import { reconcile, type ReconcileServices } from '../../../../lambdas/ledger/reconcile/reconcile';
import { eventId, NOW } from '../../../support/events';

const MINUTE = 60_000;
const terms = { blockMs: MINUTE, fromMs: 0, withinMs: 2 * MINUTE };
const ids = (...numbers: readonly number[]): ReadonlySet<string> => new Set(numbers.map(eventId));
const NOTHING: ReadonlySet<string> = new Set();

/** What every path of one minute holds, and the book in which its account is kept. */
class Paths {
  accepted = ids(1, 2, 3);
  refused = ids(9);
  counted = this.accepted;
  raw = this.accepted;
  recent = this.accepted;
  mirrored = this.accepted;
  quarantined = this.refused;
  curated = { arrived: 3, answered: 3 };
  isWaiting = false;
  athenaIsDown = false;
  readonly asked: string[] = [];
  readonly problems: string[] = [];
  readonly gaps: Gaps[] = [];
  readonly book = new Map<number, Account>();

  private readonly services: ReconcileServices = {
    notes: (kind, period) => Promise.resolve(period === NOW ? this[kind] : NOTHING),
    lake: {
      ids: (path) => this.ask(path, this[path]),
      curated: () => this.ask('curated', this.curated),
      gaps: (span) => {
        this.asked.push(`gaps of ${(span.to - span.from) / MINUTE} minutes`);
        return Promise.resolve([{ deviceType: 'web', appVersion: '1.2', expected: 40, missing: 2 }]);
      },
    },
    mirrored: () => this.ask('mirrored', this.mirrored),
    accountsSince: (from) => Promise.resolve([...this.book.values()].filter(({ period }) => period >= from)),
    writeAccounts: (accounts) => {
      for (const account of accounts) this.book.set(account.period, account);
      return Promise.resolve();
    },
    writeGaps: (_, gaps) => Promise.resolve(void this.gaps.push(...gaps)),
    overflowIsEmpty: () => Promise.resolve(!this.isWaiting),
    settings: {
      ...{ periodMs: MINUTE, lookBackMs: 60 * MINUTE },
      terms: { counted: terms, raw: terms, curated: terms, mirrored: terms, quarantined: terms },
    },
    report: (problem) => void this.problems.push(problem),
  };

  /** So long after the minute is over. */
  run(minutesAfter: number) {
    return reconcile(NOW + (1 + minutesAfter) * MINUTE, this.services);
  }

  lost(): Record<string, number | undefined> {
    const entries = this.book.get(NOW)?.entries;
    return Object.fromEntries(PATHS.map((path) => [path, entries?.[path]?.lost]));
  }

  private ask<Found>(path: string, found: Found): Promise<ReadonlyMap<number, Found>> {
    this.asked.push(path);
    if (this.athenaIsDown) return Promise.reject(new Error('Athena is down'));
    return Promise.resolve(new Map([[NOW, found]]));
  }
}

const NONE = { counted: 0, raw: 0, curated: 0, mirrored: 0, quarantined: 0 };
let paths: Paths;
beforeEach(() => (paths = new Paths()));

it('paths that hold every event settle their account, which is not looked at again', async () => {
  await paths.run(0);
  expect(paths.book.get(NOW)).toMatchObject({ accepted: 3, refused: 1 });
  expect(paths.lost()).toEqual(NONE);
  paths.asked.length = 0;
  await paths.run(0);
  expect(paths.asked).toEqual([]);
});

it.each([
  ['counted', { counted: ids(1, 3) }],
  ['raw', { raw: ids(2, 3) }],
  ['curated', { curated: { arrived: 3, answered: 2 } }],
  ['mirrored', { mirrored: ids(1, 2) }],
  ['quarantined', { quarantined: NOTHING }],
])('an event that %s lacks is pending, then lost, and found again when it comes after all', async (path, faulty) => {
  Object.assign(paths, faulty);
  await paths.run(1);
  expect(paths.lost()).toEqual(NONE);
  await paths.run(2);
  expect(paths.lost()).toEqual({ ...NONE, [path]: 1 });
  Object.assign(paths, {
    counted: paths.accepted,
    raw: paths.accepted,
    mirrored: paths.accepted,
    quarantined: paths.refused,
  });
  paths.curated = { arrived: 3, answered: 3 };
  await paths.run(3);
  expect(paths.lost()).toEqual(NONE);
});

it('what waits in the overflow queue is late, not lost', async () => {
  paths.raw = paths.counted = NOTHING;
  paths.isWaiting = true;
  await paths.run(3);
  expect(paths.lost()).toEqual(NONE);
  paths.isWaiting = false;
  await paths.run(4);
  expect(paths.lost()).toMatchObject({ counted: 3, raw: 3 });
});

it('a path that is held to what lies raw is looked at until all of that has come', async () => {
  Object.assign(paths, { raw: ids(1), recent: ids(1), mirrored: ids(1), curated: { arrived: 1, answered: 1 } });
  paths.isWaiting = true;
  await paths.run(2);
  expect(paths.lost()).toEqual(NONE);
  Object.assign(paths, { raw: paths.accepted, recent: paths.accepted, curated: { arrived: 3, answered: 1 } });
  paths.isWaiting = false;
  await paths.run(3);
  expect(paths.lost()).toEqual({ ...NONE, curated: 2, mirrored: 2 });
});

it('an acceptance that could not be noted is no loss, and hides none', async () => {
  paths.accepted = ids(1, 2);
  paths.counted = ids(1, 3);
  await paths.run(2);
  expect(paths.lost()).toMatchObject({ counted: 1, raw: 0 });
  expect(paths.book.get(NOW)?.entries).toMatchObject({ counted: { unannounced: 1 }, raw: { unannounced: 1 } });
});

it('while Athena is down nothing is called lost that was not looked for, and the run says that it is not complete', async () => {
  paths.athenaIsDown = true;
  expect(await paths.run(2)).toMatchObject({ complete: false });
  expect(paths.lost()).toEqual({
    ...NONE,
    raw: undefined,
    curated: undefined,
    mirrored: undefined,
    quarantined: undefined,
  });
  expect(paths.problems).toContain('could not look at raw');
  paths.athenaIsDown = false;
  expect(await paths.run(3)).toMatchObject({ complete: true });
  expect(paths.lost()).toEqual(NONE);
});

describe('the metrics of a run', () => {
  const metricsAt = async (minutesAfter: number) => {
    const at = NOW + (1 + minutesAfter) * MINUTE;
    const data = ledgerMetrics(await paths.run(minutesAfter), at);
    return Object.fromEntries(
      data.map(({ MetricName = '', Dimensions = [], Value }) => [
        [MetricName, ...Dimensions.map((dimension) => dimension.Value)].join(' '),
        Value,
      ]),
    );
  };

  it('tell by path what is lost, and in all', async () => {
    paths.raw = ids(1);
    expect(await metricsAt(2)).toMatchObject({
      ...{ 'LedgerExpected raw': 3, 'LedgerFound raw': 1, 'LedgerLost raw': 2, 'LedgerLost counted': 0, LedgerLost: 2 },
      ...{ 'LedgerFound quarantined': 1, Reconciliations: 1 },
    });
  });

  it('tell once what never reached the collector, by device type', async () => {
    expect(await metricsAt(0)).toMatchObject({ 'SequenceNumbers web': 40, 'SequenceGaps web': 2 });
    expect(paths.asked).toContain('gaps of 4 minutes');
    expect(paths.gaps).toMatchObject([{ deviceType: 'web', appVersion: '1.2', missing: 2 }]);
    expect(await metricsAt(0)).toMatchObject({ 'SequenceNumbers web': 0, 'SequenceGaps web': 0 });
    expect(paths.gaps).toHaveLength(1);
  });

  it('do not say that all was looked at where it was not', async () => {
    paths.athenaIsDown = true;
    expect(Object.keys(await metricsAt(0))).not.toContain('Reconciliations');
  });
});

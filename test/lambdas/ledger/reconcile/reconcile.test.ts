import type { Account } from '../../../../domain/ledger/account';
import { PATHS } from '../../../../domain/ledger/paths';
import type { Gaps } from '../../../../domain/ledger/gaps';
import { ledgerMetrics } from '../../../../lambdas/ledger/reconcile/ledger-metrics';
import { reconcile, type ReconcileServices } from '../../../../lambdas/ledger/reconcile/reconcile';
import { eventId, NOW } from '../../../support/events';

const MINUTE = 60_000;
const terms = { blockMs: MINUTE, fromMs: 0, withinMs: 2 * MINUTE };
const ids = (...numbers: readonly number[]): ReadonlySet<string> => new Set(numbers.map(eventId));
const NOTHING: ReadonlySet<string> = new Set();

/** The contents of every path in one minute, and the accounts. */
class Paths {
  accepted = ids(1, 2, 3);
  refused = ids(9);
  counted = this.accepted;
  raw = this.accepted;
  dueInWarehouse = this.accepted;
  mirrored = this.accepted;
  quarantined = this.refused;
  curated = { expected: 3, found: 3 };
  hasOverflow = false;
  athenaIsDown = false;
  readonly queried: string[] = [];
  readonly problems: string[] = [];
  readonly gaps: Gaps[] = [];
  readonly accounts = new Map<number, Account>();

  private readonly services: ReconcileServices = {
    notes: (kind, period) => Promise.resolve(period === NOW ? this[kind] : NOTHING),
    lake: {
      ids: (statement) => this.queryIds(statement),
      counts: (statement) => this.query(statement, this.curated),
      gaps: (span) => {
        this.queried.push(`gaps of ${(span.to - span.from) / MINUTE} minutes`);
        return Promise.resolve([{ deviceType: 'web', appVersion: '1.2', expected: 40, missing: 2 }]);
      },
    },
    warehouse: (statement) => this.queryIds(statement),
    accountsSince: (from) => Promise.resolve([...this.accounts.values()].filter(({ period }) => period >= from)),
    writeAccounts: (accounts) => {
      for (const account of accounts) this.accounts.set(account.period, account);
      return Promise.resolve();
    },
    writeGaps: (_, gaps) => Promise.resolve(void this.gaps.push(...gaps)),
    overflowIsEmpty: () => Promise.resolve(!this.hasOverflow),
    settings: {
      ...{ periodMs: MINUTE, lookBackMs: 60 * MINUTE },
      terms: { counted: terms, raw: terms, curated: terms, mirrored: terms, quarantined: terms },
    },
    report: (problem) => void this.problems.push(problem),
  };

  /** Runs this many minutes after the end of the minute. */
  run(minutesAfter: number) {
    return reconcile(NOW + (1 + minutesAfter) * MINUTE, this.services);
  }

  lost(): Record<string, number | undefined> {
    const entries = this.accounts.get(NOW)?.entries;
    return Object.fromEntries(PATHS.map((path) => [path, entries?.[path]?.lost]));
  }

  private queryIds(statement: string) {
    const ids = {
      'raw-events': this.raw,
      'events-due-in-warehouse': this.dueInWarehouse,
      'quarantined-events': this.quarantined,
      'warehouse-events': this.mirrored,
    }[statement];
    return ids ? this.query(statement, ids) : Promise.reject(new Error(`No statement is called ${statement}.`));
  }

  private query<Found>(path: string, found: Found): Promise<ReadonlyMap<number, Found>> {
    this.queried.push(path);
    if (this.athenaIsDown) return Promise.reject(new Error('Athena is down'));
    return Promise.resolve(new Map([[NOW, found]]));
  }
}

const NONE = { counted: 0, raw: 0, curated: 0, mirrored: 0, quarantined: 0 };
let paths: Paths;
beforeEach(() => (paths = new Paths()));

describe('reconcile', () => {
  it('settles an account whose paths hold every event, and does not check it again', async () => {
    await paths.run(0);
    expect(paths.accounts.get(NOW)).toMatchObject({ accepted: 3, refused: 1 });
    expect(paths.lost()).toEqual(NONE);
    paths.queried.length = 0;
    await paths.run(0);
    expect(paths.queried).toEqual([]);
  });

  it.each([
    ['counted', { counted: ids(1, 3) }],
    ['raw', { raw: ids(2, 3) }],
    ['curated', { curated: { expected: 3, found: 2 } }],
    ['mirrored', { mirrored: ids(1, 2) }],
    ['quarantined', { quarantined: NOTHING }],
  ])(
    'reports an event missing in path %s as pending, then as lost, and as found if it arrives later',
    async (path, faulty) => {
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
      paths.curated = { expected: 3, found: 3 };
      await paths.run(3);
      expect(paths.lost()).toEqual(NONE);
    },
  );

  it('settles a period without notes, and asks no store about it', async () => {
    paths.accepted = paths.refused = paths.counted = NOTHING;
    await paths.run(0);
    expect(paths.lost()).toEqual(NONE);
    expect(paths.queried).toEqual([]);
    expect(paths.accounts.get(NOW)).toMatchObject({ accepted: 0, refused: 0 });
  });

  it('asks every store about a period in which events were only counted', async () => {
    paths.accepted = paths.refused = NOTHING;
    paths.counted = paths.raw = ids(1);
    await paths.run(0);
    expect(paths.queried).toContain('raw-events');
    expect(paths.accounts.get(NOW)?.entries).toMatchObject({ counted: { unannounced: 1 }, raw: { unannounced: 1 } });
  });

  it('reports no event as lost while events wait in the overflow queue', async () => {
    paths.raw = paths.counted = NOTHING;
    paths.hasOverflow = true;
    await paths.run(3);
    expect(paths.lost()).toEqual(NONE);
    paths.hasOverflow = false;
    await paths.run(4);
    expect(paths.lost()).toMatchObject({ counted: 3, raw: 3 });
  });

  it('checks the paths that depend on raw events until all raw events have arrived', async () => {
    Object.assign(paths, {
      raw: ids(1),
      dueInWarehouse: ids(1),
      mirrored: ids(1),
      curated: { expected: 1, found: 1 },
    });
    paths.hasOverflow = true;
    await paths.run(2);
    expect(paths.lost()).toEqual(NONE);
    Object.assign(paths, {
      raw: paths.accepted,
      dueInWarehouse: paths.accepted,
      curated: { expected: 3, found: 1 },
    });
    paths.hasOverflow = false;
    await paths.run(3);
    expect(paths.lost()).toEqual({ ...NONE, curated: 2, mirrored: 2 });
  });

  it('reports an event without a note as unannounced, not as lost, and still reports real losses', async () => {
    paths.accepted = ids(1, 2);
    paths.counted = ids(1, 3);
    await paths.run(2);
    expect(paths.lost()).toMatchObject({ counted: 1, raw: 0 });
    expect(paths.accounts.get(NOW)?.entries).toMatchObject({ counted: { unannounced: 1 }, raw: { unannounced: 1 } });
  });

  it('reports no loss in a path that it could not check, and says that the run is incomplete', async () => {
    paths.athenaIsDown = true;
    expect(await paths.run(2)).toMatchObject({ complete: false });
    expect(paths.lost()).toEqual({
      ...NONE,
      raw: undefined,
      curated: undefined,
      mirrored: undefined,
      quarantined: undefined,
    });
    expect(paths.problems).toContain('Could not check path raw');
    paths.athenaIsDown = false;
    expect(await paths.run(3)).toMatchObject({ complete: true });
    expect(paths.lost()).toEqual(NONE);
  });
});

describe('ledgerMetrics', () => {
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

  it('reports losses by path and in total', async () => {
    paths.raw = ids(1);
    expect(await metricsAt(2)).toMatchObject({
      ...{ 'LedgerExpected raw': 3, 'LedgerFound raw': 1, 'LedgerLost raw': 2, 'LedgerLost counted': 0, LedgerLost: 2 },
      ...{ 'LedgerFound quarantined': 1, Reconciliations: 1 },
    });
  });

  it('reports events lost before the collector once, by device type', async () => {
    expect(await metricsAt(0)).toMatchObject({ 'SequenceNumbers web': 40, 'SequenceGaps web': 2 });
    expect(paths.queried).toContain('gaps of 1 minutes');
    expect(paths.gaps).toMatchObject([{ deviceType: 'web', appVersion: '1.2', missing: 2 }]);
    expect(await metricsAt(0)).toMatchObject({ 'SequenceNumbers web': 0, 'SequenceGaps web': 0 });
    expect(paths.gaps).toHaveLength(1);
  });

  it('does not count a run that could not check every path', async () => {
    paths.athenaIsDown = true;
    expect(Object.keys(await metricsAt(0))).not.toContain('Reconciliations');
  });
});

import type { Account, Entry } from '../../../domain/ledger/account';
import { PATHS } from '../../../domain/ledger/paths';
import {
  isOverdue,
  type CheckSettings,
  pathsToCheck,
  periodsToCheck,
  toSpans,
} from '../../../domain/ledger/check-schedule';
import { NOW } from '../../support/events';

const MINUTE = 60_000;
const settings: CheckSettings = {
  periodMs: MINUTE,
  lookBackMs: 10 * MINUTE,
  terms: {
    counted: { blockMs: MINUTE, fromMs: 30_000, withinMs: 2 * MINUTE },
    raw: { blockMs: MINUTE, fromMs: MINUTE, withinMs: 3 * MINUTE },
    mirrored: { blockMs: MINUTE, fromMs: MINUTE, withinMs: 3 * MINUTE },
    curated: { blockMs: MINUTE, fromMs: 5 * MINUTE, withinMs: 6 * MINUTE },
    quarantined: { blockMs: MINUTE, fromMs: MINUTE, withinMs: 3 * MINUTE },
  },
};
const entry = (found: number): Entry => ({
  ...{ expected: 2, found, unannounced: 0, examples: [] },
  ...{ pending: 2 - found, lost: 0 },
});
const accountOf = (period: number, entries: Account['entries'] = {}): Account => ({
  ...{ period, accepted: 2, refused: 0 },
  entries,
});
const minutes = (periods: readonly number[]) => periods.map((period) => (period - NOW) / MINUTE);

describe('The periods to check', () => {
  it('include every period that is over, also those of missed runs', () => {
    const known = [accountOf(NOW - 5 * MINUTE)];
    expect(minutes(periodsToCheck(known, NOW + 20_000, settings))).toEqual([-5, -4, -3, -2, -1]);
  });

  it('begin a few periods back on the first run and exclude old accounts', () => {
    expect(minutes(periodsToCheck([], NOW, settings))).toEqual([-4, -3, -2, -1]);
    const old = [accountOf(NOW - 90 * MINUTE)];
    expect(minutes(periodsToCheck(old, NOW, settings))).toEqual([-4, -3, -2, -1]);
    const once = [accountOf(NOW - 10 * MINUTE)];
    expect(minutes(periodsToCheck(once, NOW, settings))).toHaveLength(10);
  });
});

describe('A path', () => {
  const at = (ms: number, account?: Account) => pathsToCheck(NOW, account, NOW + MINUTE + ms, settings);

  it('is checked as soon as it may be complete', () => {
    expect(at(29_999)).toEqual([]);
    expect(at(30_000)).toEqual(['counted']);
    expect(at(MINUTE)).toEqual(['counted', 'raw', 'mirrored', 'quarantined']);
    expect(at(5 * MINUTE)).toEqual(PATHS);
  });

  it('is checked until nothing is missing', () => {
    expect(at(MINUTE, accountOf(NOW, { counted: entry(2), raw: entry(1) }))).toEqual([
      'raw',
      'mirrored',
      'quarantined',
    ]);
  });

  it('is checked at the end of its block if it has one', () => {
    const byHour = {
      ...settings,
      terms: { ...settings.terms, curated: { ...settings.terms.curated, blockMs: 60 * MINUTE } },
    };
    const paths = (now: number) => pathsToCheck(NOW + 7 * MINUTE, undefined, now, byHour);
    expect(paths(NOW + 65 * MINUTE - 1)).not.toContain('curated');
    expect(paths(NOW + 65 * MINUTE)).toContain('curated');
  });

  it('is overdue from its deadline on', () => {
    expect(isOverdue('counted', NOW, NOW + 3 * MINUTE - 1, settings)).toBe(false);
    expect(isOverdue('counted', NOW, NOW + 3 * MINUTE, settings)).toBe(true);
  });
});

it('adjacent periods are merged into one span', () => {
  const periods = [3, 0, 1, 5].map((minute) => NOW + minute * MINUTE);
  expect(toSpans(periods, MINUTE).map(({ from, to }) => minutes([from, to]))).toEqual([
    [0, 2],
    [3, 4],
    [5, 6],
  ]);
});

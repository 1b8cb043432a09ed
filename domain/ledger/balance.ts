import type { Account } from './account';
import { type Path, PATHS } from './paths';

const HOUR_MS = 3_600_000;

/** The state of a path over several accounts. */
export interface PathBalance {
  readonly expected: number;
  readonly found: number;
  readonly pending: number;
  readonly lost: number;
  readonly unannounced: number;
}

/** The sum of several accounts. */
export interface Balance {
  readonly accepted: number;
  readonly refused: number;
  readonly paths: Readonly<Record<Path, PathBalance>>;
}

/** Sums accounts. Each period has one account, so no event counts twice. */
export const balanceOf = (accounts: readonly Account[]): Balance => {
  const sum = (countOf: (account: Account) => number): number =>
    accounts.reduce((total, account) => total + countOf(account), 0);
  const paths = PATHS.map((path) => {
    const total = (field: keyof PathBalance): number => sum(({ entries }) => entries[path]?.[field] ?? 0);
    const balance: PathBalance = {
      expected: total('expected'),
      found: total('found'),
      pending: total('pending'),
      lost: total('lost'),
      unannounced: total('unannounced'),
    };
    return [path, balance] as const;
  });
  return {
    accepted: sum(({ accepted }) => accepted),
    refused: sum(({ refused }) => refused),
    paths: Object.fromEntries(paths) as Record<Path, PathBalance>,
  };
};

/**
 * The balance of each hour, by its start (epoch ms), oldest first. An account belongs to the hour in which its period
 * begins.
 */
export const byHour = (accounts: readonly Account[]): readonly (readonly [number, Balance])[] => {
  const hours = new Map<number, Account[]>();
  for (const account of accounts) {
    const hour = account.period - (account.period % HOUR_MS);
    hours.set(hour, [...(hours.get(hour) ?? []), account]);
  }
  return [...hours].sort(([a], [b]) => a - b).map(([hour, own]) => [hour, balanceOf(own)]);
};

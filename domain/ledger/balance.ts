import { type Account, type Path, PATHS } from './account';

const HOUR_MS = 3_600_000;

/** How a path stands over several accounts. */
export interface PathBalance {
  readonly expected: number;
  readonly found: number;
  readonly pending: number;
  readonly lost: number;
  readonly unannounced: number;
}

/** Several accounts, summed up. */
export interface Balance {
  readonly accepted: number;
  readonly refused: number;
  readonly paths: Readonly<Record<Path, PathBalance>>;
}

/** Sums accounts up: each period has one, so nothing counts twice. */
export const balanceOf = (accounts: readonly Account[]): Balance => {
  const sum = (of: (account: Account) => number): number => accounts.reduce((total, account) => total + of(account), 0);
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

/** Accounts by the hour that their period begins in, epoch ms; oldest first. */
export const byHour = (accounts: readonly Account[]): readonly (readonly [number, Balance])[] => {
  const hours = new Map<number, Account[]>();
  for (const account of accounts) {
    const hour = account.period - (account.period % HOUR_MS);
    hours.set(hour, [...(hours.get(hour) ?? []), account]);
  }
  return [...hours].sort(([a], [b]) => a - b).map(([hour, own]) => [hour, balanceOf(own)]);
};

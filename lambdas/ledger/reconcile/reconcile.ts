import { type Account, type Entry, isSettled, type Path, PATHS } from '../../../domain/ledger/account';
import type { Gaps } from '../../../domain/ledger/gaps';
import { type LookSettings, pathsToLookAt, periodsToKeep, toSpans } from '../../../domain/ledger/looks';
import type { LakeAccounts } from './lake-accounts';
import { PathLooks, type PathSources } from './path-looks';

/** What reconciling rests on. */
export interface ReconcileServices extends PathSources {
  readonly lake: Pick<LakeAccounts, 'ids' | 'curated' | 'gaps'>;
  /** Accounts kept so far, from a period on. */
  readonly accountsSince: (period: number) => Promise<readonly Account[]>;
  readonly writeAccounts: (accounts: readonly Account[]) => Promise<void>;
  /** Keeps the gaps that were found in periods up to this one. */
  readonly writeGaps: (period: number, gaps: readonly Gaps[]) => Promise<void>;
  readonly overflowIsEmpty: () => Promise<boolean>;
  readonly settings: LookSettings;
}

/** What a run found. */
export interface Reconciliation {
  /** Every account that is not too old, as it stands now; oldest first. */
  readonly accounts: readonly Account[];
  /** Loss before the collector, in periods that were found whole in the lake this time. */
  readonly gaps: readonly Gaps[];
  /** Whether every path that was to be looked at was. */
  readonly complete: boolean;
}

/** Looks again at every account that is open, and writes it down. A run that comes twice writes the same twice. */
export const reconcile = async (now: number, services: ReconcileServices): Promise<Reconciliation> => {
  const { settings } = services;
  const known = await services.accountsSince(now - settings.lookBackMs);
  const accounts = new Map<number, Account | undefined>(known.map((account) => [account.period, account]));
  const periods = periodsToKeep(known, now, settings);
  const looks = new PathLooks(now, services, settings, !(await services.overflowIsEmpty()));
  const found = new Map<Path, ReadonlyMap<number, Entry>>();
  for (const path of PATHS) {
    const open = periods.filter((period) => pathsToLookAt(period, accounts.get(period), now, settings).includes(path));
    found.set(path, await looks.look(path, open));
  }
  const updated: Account[] = [];
  for (const period of periods) {
    const entries = PATHS.flatMap((path) => {
      const entry = found.get(path)?.get(period);
      return entry ? [[path, entry] as const] : [];
    });
    if (entries.length > 0) updated.push(await toAccount(period, accounts.get(period), entries, looks));
  }
  await services.writeAccounts(updated);
  for (const account of updated) accounts.set(account.period, account);
  const whole = periods.filter((period) => isSettled(found.get('raw')?.get(period)));
  const gaps = await gapsIn(whole, services);
  const [last] = whole.slice(-1);
  if (last !== undefined && gaps) await services.writeGaps(last, gaps);
  const kept = [...accounts.values()].filter((account) => account !== undefined);
  return { accounts: kept.sort((a, b) => a.period - b.period), gaps: gaps ?? [], complete: looks.complete && !!gaps };
};

const toAccount = async (
  period: number,
  before: Account | undefined,
  entries: readonly (readonly [Path, Entry])[],
  looks: PathLooks,
): Promise<Account> => ({
  period,
  accepted: before?.accepted ?? (await looks.expected('accepted', period)).size,
  refused: before?.refused ?? (await looks.expected('refused', period)).size,
  entries: { ...before?.entries, ...Object.fromEntries(entries) },
});

const gapsIn = async (
  periods: readonly number[],
  { lake, settings, report }: ReconcileServices,
): Promise<readonly Gaps[] | undefined> => {
  const gaps: Gaps[] = [];
  try {
    for (const span of toSpans(periods, settings.periodMs)) gaps.push(...(await lake.gaps(span)));
    return gaps;
  } catch (error) {
    report('could not look for gaps', error);
    return undefined;
  }
};

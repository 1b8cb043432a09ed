import { type Account, type Entry, isSettled } from '../../../domain/ledger/account';
import { LEDGER_PATHS, type Path, PATHS } from '../../../domain/ledger/paths';
import type { Gaps } from '../../../domain/ledger/gaps';
import { type CheckSettings, pathsToCheck, periodsToCheck, toSpans } from '../../../domain/ledger/check-schedule';
import type { LakeAccounts } from './lake-accounts';
import { PathChecks, type PathSources } from './path-checks';

/** What reconciling reads and writes. */
export interface ReconcileServices extends PathSources {
  readonly lake: Pick<LakeAccounts, 'ids' | 'counts' | 'gaps'>;
  /** The accounts of a period and of those after it. */
  readonly accountsSince: (period: number) => Promise<readonly Account[]>;
  readonly writeAccounts: (accounts: readonly Account[]) => Promise<void>;
  /** Writes the gaps found in periods up to this one. */
  readonly writeGaps: (period: number, gaps: readonly Gaps[]) => Promise<void>;
  readonly overflowIsEmpty: () => Promise<boolean>;
  readonly settings: CheckSettings;
}

/** The result of a run. */
export interface Reconciliation {
  /** Every account that is not too old, in its current state; oldest first. */
  readonly accounts: readonly Account[];
  /** Events lost before the collector, in periods that this run found complete in the lake. */
  readonly gaps: readonly Gaps[];
  /** Whether every due check was possible. */
  readonly complete: boolean;
}

/** Checks every open account again and writes it. A run that is repeated writes the same. */
export const reconcile = async (now: number, services: ReconcileServices): Promise<Reconciliation> => {
  const { settings } = services;
  const known = await services.accountsSince(now - settings.lookBackMs);
  const accounts = new Map<number, Account>(known.map((account) => [account.period, account]));
  const periods = periodsToCheck(known, now, settings);
  const checks = new PathChecks(now, services, settings, !(await services.overflowIsEmpty()));
  const found = new Map<Path, ReadonlyMap<number, Entry>>();
  for (const path of LEDGER_PATHS) {
    const isDue = (period: number): boolean =>
      pathsToCheck(period, accounts.get(period), now, settings).includes(path.name);
    const open = periods.filter(isDue);
    found.set(path.name, await checks.check(path, open));
  }
  const updated: Account[] = [];
  for (const period of periods) {
    const entries = PATHS.flatMap((path) => {
      const entry = found.get(path)?.get(period);
      return entry ? [[path, entry] as const] : [];
    });
    if (entries.length > 0) updated.push(await toAccount(period, accounts.get(period), entries, checks));
  }
  await services.writeAccounts(updated);
  for (const account of updated) accounts.set(account.period, account);
  const complete = periods.filter((period) => {
    const raw = found.get('raw')?.get(period);
    return isSettled(raw) && raw?.expected !== 0;
  });
  const gaps = await gapsIn(complete, services);
  const last = complete.at(-1);
  if (last !== undefined && gaps) await services.writeGaps(last, gaps);
  return {
    accounts: [...accounts.values()].sort((a, b) => a.period - b.period),
    gaps: gaps ?? [],
    complete: checks.isComplete && gaps !== undefined,
  };
};

const toAccount = async (
  period: number,
  before: Account | undefined,
  entries: readonly (readonly [Path, Entry])[],
  checks: PathChecks,
): Promise<Account> => ({
  period,
  accepted: before?.accepted ?? (await checks.notes('accepted', period)).size,
  refused: before?.refused ?? (await checks.notes('refused', period)).size,
  entries: { ...before?.entries, ...Object.fromEntries(entries) },
});

/** Undefined if a query failed. */
const gapsIn = async (
  periods: readonly number[],
  { lake, settings, report }: ReconcileServices,
): Promise<readonly Gaps[] | undefined> => {
  const gaps: Gaps[] = [];
  try {
    for (const span of toSpans(periods, settings.periodMs)) gaps.push(...(await lake.gaps(span)));
    return gaps;
  } catch (error) {
    report('Could not search for gaps', error);
    return undefined;
  }
};

import { EXPERIMENT_VIEWS } from '../../domain/experiments';
import { type LakeDate, SESSIONS, VIEWING_EVENTS } from '../../domain/lake';
import { shownDates } from '../../domain/warehouse';
import type { PlannedTable } from './plan';
import { codeOf, type Query } from './query';
import type { TierName } from './tier';

/** The tier that runs a query, and the reason. */
export interface Choice {
  readonly tier: TierName;
  readonly why: string;
}

const WAREHOUSE_TABLES: readonly string[] = [VIEWING_EVENTS.name, SESSIONS.name];

/** Views that evaluate experiments over all exposures that a tier has: a query cannot restrict their dates. */
const EVALUATIONS = EXPERIMENT_VIEWS.map(({ name }) => name).filter((name) => name !== 'experiment_assignments');

/** Chooses by the tables and dates that a query reads according to the lake's plan. */
export const chooseTier = (query: Query, plan: readonly PlannedTable[], now: number): Choice => {
  const lakeTable = plan.find(({ table }) => !WAREHOUSE_TABLES.includes(table));
  if (lakeTable) return { tier: 'lake', why: `only the lake has ${lakeTable.table}` };
  const code = codeOf(query.sql);
  const isNamed = (name: string): boolean => new RegExp(`\\b${name}\\b`, 'i').test(code);
  const view = EVALUATIONS.find(isNamed);
  if (view !== undefined) {
    return { tier: 'warehouse', why: `${view} covers the last seven days; with --tier lake it covers all history` };
  }
  if (plan.length === 0 && !WAREHOUSE_TABLES.some(isNamed)) {
    return { tier: 'lake', why: 'the query reads no table, for which the warehouse would bill a minute' };
  }
  return chooseByDates(plan, shownDates(now));
};

const chooseByDates = (plan: readonly PlannedTable[], [from = '', ...later]: readonly LakeDate[]): Choice => {
  const to = later.at(-1) ?? from;
  if (plan.every(({ isEmpty }) => isEmpty)) {
    return {
      tier: 'warehouse',
      why: `the lake has none of the dates of the query; the warehouse has ${from} to ${to}`,
    };
  }
  const { first, last } = datesOf(plan);
  if (first >= from) {
    return { tier: 'warehouse', why: `all dates of the query are within the last seven days, ${from} to ${to}` };
  }
  return last < from
    ? { tier: 'lake', why: `all dates of the query are before the last seven days, which begin on ${from}` }
    : {
        tier: 'lake',
        why: `the query reads dates before ${from} and later ones; the lake has all dates up to the last curation`,
      };
};

/** The first and the last date that is read; a plan without a restriction reads all dates. */
const datesOf = (plan: readonly PlannedTable[]): { readonly first: LakeDate; readonly last: LakeDate } => {
  let [first, last] = [LATEST, EARLIEST];
  for (const { isEmpty, ranges } of plan) {
    for (const { low, high } of isEmpty ? [] : (ranges.get('dt') ?? [{ low: undefined, high: undefined }])) {
      const [lowest, highest] = [low?.value ?? EARLIEST, high?.value ?? LATEST];
      if (lowest < first) first = lowest;
      if (highest > last) last = highest;
    }
  }
  return { first, last };
};

const EARLIEST: LakeDate = '0000-01-01';
const LATEST: LakeDate = '9999-12-31';

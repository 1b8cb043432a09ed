import { EXPERIMENT_VIEWS } from '../../domain/experiments';
import { type LakeDate, SESSIONS, VIEWING_EVENTS } from '../../domain/lake';
import { shownDates } from '../../domain/warehouse';
import type { PlannedTable } from './plan';
import { codeOf } from './question';
import type { Question, TierName } from './tier';

/** Which tier answers a question, and why, in half a sentence. */
export interface Choice {
  readonly tier: TierName;
  readonly why: string;
}

const WAREHOUSE_TABLES: readonly string[] = [VIEWING_EVENTS.name, SESSIONS.name];

/** Views over first exposures: what they say depends on how far back they look, and no date can be asked of them. */
const JUDGING_VIEWS = EXPERIMENT_VIEWS.map(({ name }) => name).filter((name) => name !== 'experiment_assignments');

/** Looks at the tables that a question reads, and at the dates that it reads of them, as the lake plans it. */
export const chooseTier = (question: Question, plan: readonly PlannedTable[], now: number): Choice => {
  const colder = plan.find(({ table }) => !WAREHOUSE_TABLES.includes(table));
  if (colder) return { tier: 'lake', why: `${colder.table} is in the lake alone` };
  const code = codeOf(question.sql);
  const isNamed = (name: string): boolean => new RegExp(`\\b${name}\\b`, 'i').test(code);
  const view = JUDGING_VIEWS.find(isNamed);
  if (view !== undefined)
    return { tier: 'warehouse', why: `${view} looks at the last seven days; --tier lake at all history` };
  if (plan.length === 0 && !WAREHOUSE_TABLES.some(isNamed)) {
    return { tier: 'lake', why: 'it reads no table, and the warehouse bills a minute for that' };
  }
  const [from = '', ...later] = shownDates(now);
  const to = later.at(-1) ?? from;
  if (plan.every(({ isEmpty }) => isEmpty)) {
    return {
      tier: 'warehouse',
      why: `the lake has no date that it asks for; the warehouse may, from ${from} to ${to}`,
    };
  }
  const { first, last } = datesOf(plan);
  if (first >= from)
    return { tier: 'warehouse', why: `what it asks for lies within the last seven days, ${from} to ${to}` };
  return last < from
    ? { tier: 'lake', why: `what it asks for is older than the last seven days, which begin on ${from}` }
    : { tier: 'lake', why: `it asks for dates before ${from} and after it: the lake has all up to the last curation` };
};

/** The first and the last date that is read; open ends where the plan names none. */
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

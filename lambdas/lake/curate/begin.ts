import { beginRun, type CurationRun, datesBetween, toRunId } from '../../../domain/lake/curation';
import { addDays, dateOf, type LakeDate, startOf } from '../../../domain/lake/dates';

/** Days of arrival that a daily run looks back at most: what lies further back needs a run on demand. */
const MOST_DAYS_BACK = 14;

/** What the function is invoked with: dates to write anew, or nothing for what arrived since the last daily run. */
export interface CurateRequest {
  readonly dates?: readonly LakeDate[];
}

/** Reads an invocation; throws, naming what is wrong with it. */
export const readRequest = (event: unknown, today: LakeDate): CurateRequest => {
  if (typeof event !== 'object' || event === null || !('dates' in event) || event.dates === undefined) return {};
  const { dates } = event;
  if (!Array.isArray(dates) || dates.length === 0) throw new RangeError('dates is not a list of dates.');
  return {
    dates: dates.map((date) => {
      if (typeof date !== 'string') throw new RangeError('dates is not a list of dates.');
      startOf(date);
      if (date > today) throw new RangeError(`${date} has not come yet.`);
      return date;
    }),
  };
};

/** The run that an invocation asks for. */
export const begin = (
  { dates }: CurateRequest,
  seenThrough: LakeDate | undefined,
  now: number,
  suffix: string,
): CurationRun => {
  const [runId, today] = [toRunId(now, suffix), dateOf(now)];
  if (dates) return beginRun(runId, today, { dates });
  const earliest = addDays(today, -MOST_DAYS_BACK);
  const from = seenThrough ?? addDays(today, -1);
  return beginRun(runId, today, { arrivals: datesBetween(from < earliest ? earliest : from, today) });
};

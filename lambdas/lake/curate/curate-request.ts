import { beginRun, type CurationRun, datesBetween, toRunId } from '../../../domain/lake/curation';
import { addDays, dateOf, type LakeDate, startOf } from '../../../domain/lake/dates';

/** The most days of arrival that a daily run covers; older arrivals need a run on demand. */
const MAX_DAYS_BACK = 14;

/** The payload of an invocation: dates to rewrite, or none to curate what arrived since the last daily run. */
export interface CurateRequest {
  readonly dates?: readonly LakeDate[];
}

/** Reads the payload of an invocation; throws with what is wrong with it. */
export const readRequest = (event: unknown, today: LakeDate): CurateRequest => {
  if (typeof event !== 'object' || event === null || !('dates' in event) || event.dates === undefined) return {};
  const { dates } = event;
  if (!Array.isArray(dates) || dates.length === 0) throw new RangeError('dates is not a list of dates.');
  return {
    dates: dates.map((date) => {
      if (typeof date !== 'string') throw new RangeError('dates is not a list of dates.');
      startOf(date);
      if (date > today) throw new RangeError(`${date} is in the future.`);
      return date;
    }),
  };
};

/** The run for a request. `suffix` distinguishes runs of the same second. */
export const requestedRun = (
  { dates }: CurateRequest,
  curatedThrough: LakeDate | undefined,
  now: number,
  suffix: string,
): CurationRun => {
  const [runId, today] = [toRunId(now, suffix), dateOf(now)];
  if (dates) return beginRun(runId, today, { dates });
  const earliest = addDays(today, -MAX_DAYS_BACK);
  const from = curatedThrough ?? addDays(today, -1);
  return beginRun(runId, today, { arrivals: datesBetween(from < earliest ? earliest : from, today) });
};

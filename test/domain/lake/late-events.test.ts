import { addDays, datesBetween } from '../../../domain/lake';
import { chooseDates, type LateEventsPolicy, type WaitingDate } from '../../../domain/lake/late-events';

const TODAY = '2026-11-24';
const YESTERDAY = '2026-11-23';
const POLICY: LateEventsPolicy = { rewriteFromShare: 0.001, datesPerRun: 7 };
const A_DAY = { date: YESTERDAY, events: 1_000_000, prompt: 999_000 };
const late = (date: string, events: number) => ({ date, events, prompt: 0 });
const datesOf = (arrived: readonly ReturnType<typeof late>[], waited: readonly WaitingDate[] = [], policy = POLICY) =>
  chooseDates([A_DAY, ...arrived], waited, TODAY, policy);

describe('chooseDates', () => {
  it('writes every date with events that were received within an hour, however few they are', () => {
    const stray = { date: '2026-11-05', events: 1, prompt: 1 };
    expect(datesOf([stray])).toEqual({ dates: ['2026-11-05', YESTERDAY], waiting: [] });
  });

  it('lets a date with a small share of late events wait for its weekly turn', () => {
    const { dates, waiting } = datesOf([late('2026-11-05', 30)]);
    expect(dates).toEqual([YESTERDAY]);
    expect(waiting).toEqual([{ date: '2026-11-05', since: TODAY, events: 30 }]);
    const on = (today: string) => chooseDates([A_DAY], waiting, today, POLICY).dates;
    expect(on('2026-11-25')).toEqual([YESTERDAY]);
    expect(on('2026-11-26')).toEqual(['2026-11-05', YESTERDAY]); // three weeks after the date
    expect(on('2026-11-27')).toEqual(['2026-11-05', YESTERDAY]); // if the run of its turn was missed
  });

  it('writes a date at once if its late events are a large enough share, also if they gather over several runs', () => {
    expect(datesOf([late('2026-11-05', 1_100)]).dates).toEqual(['2026-11-05', YESTERDAY]);
    const waited = [{ date: '2026-11-05', since: YESTERDAY, events: 900 }];
    expect(datesOf([late('2026-11-05', 200)], waited)).toEqual({ dates: ['2026-11-05', YESTERDAY], waiting: [] });
  });

  it('lets no date wait if the share is 0', () => {
    const dates = datesBetween('2026-11-01', '2026-11-05');
    const all = datesOf(
      dates.map((date) => late(date, 1)),
      [],
      { rewriteFromShare: 0, datesPerRun: 31 },
    );
    expect(all).toEqual({ dates: [...dates, YESTERDAY], waiting: [] });
  });

  it('writes at most the given number of dates with late events, those that have waited longest first', () => {
    const waited = datesBetween('2026-10-25', '2026-11-10').map((date, n) => ({
      ...{ date, since: addDays('2026-11-20', -n), events: 5_000 },
    }));
    const { dates, waiting } = datesOf([], waited);
    expect(dates).toEqual([...datesBetween('2026-11-04', '2026-11-10'), YESTERDAY]);
    expect(waiting).toHaveLength(10);
  });

  it('writes about six dates a night, not thirty-one, if thirty dates get stray events every day, and each within a week', () => {
    let waiting: readonly WaitingDate[] = [];
    const perNight: number[] = [];
    const writtenOn = new Map<string, string>();
    for (let night = 0; night < 60; night += 1) {
      const today = addDays('2026-12-01', night);
      const strays = datesBetween(addDays(today, -31), addDays(today, -2)).map((date) => late(date, 1));
      const chosen = chooseDates([...strays, { ...A_DAY, date: addDays(today, -1) }], waiting, today, POLICY);
      waiting = chosen.waiting;
      perNight.push(chosen.dates.length);
      for (const date of chosen.dates) writtenOn.set(date, today);
      for (const { since } of waiting) expect(since > addDays(today, -7)).toBe(true);
    }
    expect(Math.max(...perNight)).toBeLessThanOrEqual(6);
    // The last stray of a date arrives 31 days after it; its turn after that is the last of the date.
    for (const date of datesBetween('2026-12-05', '2026-12-20')) expect(writtenOn.get(date)).toBe(addDays(date, 35));
  });
});

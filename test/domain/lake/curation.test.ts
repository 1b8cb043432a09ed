import {
  beganAt,
  beginRun,
  type CurationRun,
  type CurationStep,
  datesBetween,
  groupStart,
  runFolder,
  stepsOf,
  toRunId,
} from '../../../domain/lake/curation';
import { addDays, dateOf, startOf, weekOf } from '../../../domain/lake/dates';
import { SESSIONS, VIEWING_EVENTS } from '../../../domain/lake/tables';

const TODAY = '2026-11-24';
const requested = (...dates: string[]): CurationRun => beginRun('run', TODAY, { dates });
const named = (step: CurationStep): string =>
  'key' in step
    ? `${step.kind} ${step.table.name} ${step.key}`
    : step.kind === 'inspect'
      ? `inspect ${step.arrival}`
      : step.kind;
const swaps = (run: CurationRun): string[] =>
  stepsOf(run, 1)
    .filter(({ kind }) => kind === 'swap')
    .map(named);

describe('A curation run', () => {
  it('on demand writes a date and then everything that is derived from it', () => {
    expect(swaps(requested('2026-11-16'))).toEqual([
      'swap viewing_events 2026-11-16',
      'swap sessions 2026-11-15',
      'swap sessions 2026-11-16',
      'swap sessions 2026-11-17',
      'swap training_examples 2026-11-15',
      'swap training_examples 2026-11-16',
      'swap training_examples 2026-11-17',
      'swap content_weekly 2026-11-09',
      'swap content_weekly 2026-11-16',
    ]);
  });

  it('derives nothing for a date in the future', () => {
    expect(swaps(requested(TODAY)).filter((swap) => swap.endsWith(addDays(TODAY, 1)))).toEqual([]);
  });

  it('first inspects every date on which an event of its dates may have arrived, up to today', () => {
    const steps = stepsOf(requested('2026-11-20'), 1).map(named);
    expect(steps.slice(0, 6)).toEqual(datesBetween('2026-11-19', TODAY).map((date) => `inspect ${date}`));
    const arrivals = requested('2026-09-01').arrivals;
    expect([arrivals[0], arrivals.at(-1)]).toEqual(['2026-08-31', '2026-10-02']);
  });

  it('on schedule first finds its dates and continues with the first write', () => {
    const run = beginRun('run', TODAY, { arrivals: ['2026-11-23', TODAY] });
    const before = stepsOf(run, 1);
    expect(before.map(named)).toEqual(['inspect 2026-11-23', 'inspect 2026-11-24', 'find-dates']);
    const found = stepsOf({ ...run, dates: ['2026-11-22'] }, 1);
    expect(found[before.length - 1]).toMatchObject({ kind: 'write', table: VIEWING_EVENTS, key: '2026-11-22' });
    expect(stepsOf({ ...run, dates: [] }, 1).at(-1)).toEqual({ kind: 'sweep' });
  });

  it.each([1, 4, 7, 96])('writes a date in %i slices without gaps or overlaps', (slices) => {
    const borders = stepsOf(requested('2026-11-20'), slices).flatMap((step) =>
      step.kind === 'write' && step.table === VIEWING_EVENTS
        ? [[step.parameters['from_ms'], step.parameters['to_ms']]]
        : [],
    );
    expect(borders).toHaveLength(slices);
    expect([borders[0]?.[0], borders.at(-1)?.[1]]).toEqual([startOf('2026-11-20'), startOf('2026-11-21')]);
    expect(borders.slice(1).map(([from]) => from)).toEqual(borders.slice(0, -1).map(([, to]) => to));
  });

  it('restarts a failed write with the first slice of its date, because all slices go into one folder', () => {
    const steps = stepsOf(requested('2026-11-20', '2026-11-21'), 3);
    const writes = steps.flatMap(({ kind }, index) => (kind === 'write' ? [index] : []));
    const [first = 0, , third = 0, nextDate = 0] = writes;
    expect([groupStart(steps, third), groupStart(steps, nextDate)]).toEqual([first, nextDate]);
  });

  it('has its own folder for each attempt', () => {
    const run = requested('2026-11-20');
    const folders = [run, { ...run, attempt: 2 }].map((attempt) => runFolder(SESSIONS, '2026-11-20', attempt));
    expect(folders).toEqual(['curated/sessions/dt=2026-11-20/run=run-1/', 'curated/sessions/dt=2026-11-20/run=run-2/']);
  });

  it('has an id that sorts by its start and contains it', () => {
    const now = Date.UTC(2026, 10, 24, 2, 15, 7);
    expect(toRunId(now, '4f2a9c')).toBe('20261124T021507Z-4f2a9c');
    expect(beganAt('20261124T021507Z-4f2a9c')).toBe(now);
    expect(toRunId(now, 'ffffff') < toRunId(now + 1_000, '000000')).toBe(true);
  });
});

describe('A date of the lake', () => {
  it('is a calendar date in UTC', () => {
    expect(dateOf(startOf('2028-02-29'))).toBe('2028-02-29');
    expect(dateOf(startOf('2026-11-24') - 1)).toBe('2026-11-23');
    for (const text of ['2026-02-29', '2026-13-01', '24.11.2026', '2026-11-24T00:00', ''])
      expect(() => startOf(text)).toThrow(RangeError);
  });

  it('belongs to the week of its Monday, also at the turn of a year', () => {
    expect(datesBetween('2026-12-28', '2027-01-04').map(weekOf)).toEqual([
      ...Array.from({ length: 7 }, () => '2026-12-28'),
      '2027-01-04',
    ]);
  });
});

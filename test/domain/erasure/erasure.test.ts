import { andRemoved, beginErasure, curatedSteps, rawParts, spanEnd } from '../../../domain/erasure/erasure';
import { SESSIONS, TRAINING_EXAMPLES, VIEWING_EVENTS } from '../../../domain/lake';

const ID = '20261121T031500Z-4f2a9c';
const inHour = (hour: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    key: `raw/viewing_events/dt=2026-11-20/hour=${hour}/${n}.parquet`,
    rows: 3,
  }));

describe('an erasure', () => {
  const run = beginErasure(ID, ['k2', 'k1'], '2026-11-21');

  it('looks through a month at a time, and not beyond the day on which it was asked for', () => {
    expect(spanEnd({ ...run, from: '2026-09-01' })).toBe('2026-10-01');
    expect(spanEnd({ ...run, from: '2026-11-05' })).toBe('2026-11-21');
  });

  it('names no viewer as it travels', () => {
    expect(Object.keys(run)).not.toContain('viewerId');
    expect(JSON.stringify(run)).not.toMatch(/[\w-]{43}/); // as long as a pseudonym is
  });

  it('writes the objects of an hour anew, twenty a statement', () => {
    const parts = rawParts([...inHour('12', 41), ...inHour('13', 1)]);
    expect(parts.map(({ hour, objects }) => [hour, objects.length])).toEqual([
      ['12', 20],
      ['12', 20],
      ['12', 1],
      ['13', 1],
    ]);
    expect(() => rawParts([{ key: 'curated/sessions/dt=2026-11-20/x', rows: 1 }])).toThrow(/no object of raw/);
  });

  it('filters each partition that holds the viewer, computes their weeks anew once, then purges all of these', () => {
    const held = [
      { table: VIEWING_EVENTS, dt: '2026-11-18', rows: 20 },
      { table: SESSIONS, dt: '2026-11-18', rows: 2 },
      { table: SESSIONS, dt: '2026-11-19', rows: 1 },
      { table: TRAINING_EXAMPLES, dt: '2026-11-18', rows: 1 },
    ];
    const steps = curatedSteps(ID, held, 2).map((step) => `${step.kind} ${step.table.name} ${step.key}`);
    expect(steps).toEqual([
      'write viewing_events 2026-11-18', // a slice of it
      'write viewing_events 2026-11-18',
      'swap viewing_events 2026-11-18',
      'write sessions 2026-11-18',
      'swap sessions 2026-11-18',
      'write sessions 2026-11-19',
      'swap sessions 2026-11-19',
      'write training_examples 2026-11-18',
      'swap training_examples 2026-11-18',
      'write content_weekly 2026-11-16',
      'swap content_weekly 2026-11-16',
      'purge viewing_events 2026-11-18',
      'purge sessions 2026-11-18',
      'purge sessions 2026-11-19',
      'purge training_examples 2026-11-18',
      'purge content_weekly 2026-11-16',
    ]);
  });

  it('adds up what it removes', () => {
    const once = andRemoved(run.removed, { rows: { sessions: 2 }, versions: 3, dates: ['2026-11-20'] });
    const twice = andRemoved(once, { rows: { sessions: 1, viewing_events: 5 }, dates: ['2026-11-19', '2026-11-20'] });
    expect(twice).toMatchObject({ rows: { sessions: 3, viewing_events: 5 }, versions: 3, objects: 0 });
    expect(twice.dates).toEqual(['2026-11-19', '2026-11-20']);
  });
});

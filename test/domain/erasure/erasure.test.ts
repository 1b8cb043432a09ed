import {
  addRemoved,
  beginErasure,
  curatedSteps,
  rawParts,
  spanEnd,
  TABLES_OF_VIEWERS,
} from '../../../domain/erasure/erasure';
import { FAMILY_DEFINITIONS } from '../../../domain/families';
import {
  ERASED_VIEWERS,
  LAKE_TABLES,
  RAW_VIEWING_EVENTS,
  SESSIONS,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
} from '../../../domain/lake';

const ID = '20261121T031500Z-4f2a9c';
const inHour = (hour: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    key: `raw/viewing_events/dt=2026-11-20/hour=${hour}/${n}.parquet`,
    rows: 3,
  }));

describe('An erasure', () => {
  it('searches every table of the lake whose rows belong to viewers', () => {
    const ids = FAMILY_DEFINITIONS.flatMap(({ person }) => person?.id ?? []);
    const ofViewers = LAKE_TABLES.filter(({ columns }) => ids.some((id) => id in columns)).map(({ name }) => name);
    const searched = [RAW_VIEWING_EVENTS, ...TABLES_OF_VIEWERS].map(({ name }) => name);
    expect(ofViewers.filter((name) => name !== ERASED_VIEWERS.name).sort()).toEqual(searched.sort());
  });

  const run = beginErasure(ID, ['k2', 'k1'], '2026-11-21');

  it('searches a month at a time, up to the day of the request', () => {
    expect(spanEnd({ ...run, from: '2026-09-01' })).toBe('2026-10-01');
    expect(spanEnd({ ...run, from: '2026-11-05' })).toBe('2026-11-21');
  });

  it('contains no viewer id and no pseudonym in its messages', () => {
    expect(Object.keys(run)).not.toContain('viewerId');
    expect(JSON.stringify(run)).not.toMatch(/[\w-]{43}/); // the length of a pseudonym
  });

  it('rewrites the objects of an hour, twenty per statement', () => {
    const parts = rawParts([...inHour('12', 41), ...inHour('13', 1)]);
    expect(parts.map(({ hour, objects }) => [hour, objects.length])).toEqual([
      ['12', 20],
      ['12', 20],
      ['12', 1],
      ['13', 1],
    ]);
    expect(() => rawParts([{ key: 'curated/sessions/dt=2026-11-20/x', rows: 1 }])).toThrow(/is not an object of raw/);
  });

  it('filters each partition that holds the viewer, recomputes each week once, then purges all of them', () => {
    const held = [
      { table: VIEWING_EVENTS, dt: '2026-11-18', rows: 20 },
      { table: SESSIONS, dt: '2026-11-18', rows: 2 },
      { table: SESSIONS, dt: '2026-11-19', rows: 1 },
      { table: TRAINING_EXAMPLES, dt: '2026-11-18', rows: 1 },
    ];
    const steps = curatedSteps(ID, held, 2).map((step) => `${step.kind} ${step.table.name} ${step.key}`);
    expect(steps).toEqual([
      'write viewing_events 2026-11-18', // the first of two slices
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

  it('sums the removed rows, objects and dates', () => {
    const once = addRemoved(run.removed, { rows: { sessions: 2 }, versions: 3, dates: ['2026-11-20'] });
    const twice = addRemoved(once, { rows: { sessions: 1, viewing_events: 5 }, dates: ['2026-11-19', '2026-11-20'] });
    expect(twice).toMatchObject({ rows: { sessions: 3, viewing_events: 5 }, versions: 3, objects: 0 });
    expect(twice.dates).toEqual(['2026-11-19', '2026-11-20']);
  });
});

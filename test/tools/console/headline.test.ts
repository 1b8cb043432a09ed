import type { ConsoleSnapshot, InstantView } from '../../../tools/console/snapshot';
import { pageModule } from './page-module';

const page = pageModule('headline.js');

const headline = (overrides: Partial<ConsoleSnapshot>): unknown => {
  const snapshot: ConsoleSnapshot = {
    now: 1_795_230_000_000,
    stage: 'dev',
    endpoint: '',
    eventsUrl: '',
    uptimeSeconds: 10,
    instants: [],
    ingest: [],
    totals: { requests: 0, accepted: 0, refused: 0, duplicatesSent: 0, errors: 0 },
    pipeline: { iteratorAgeMs: 0, shards: 1, overflowMessages: 0, deadLetters: 0, functions: [] },
    faults: {},
    notRun: {},
    ...overrides,
  };
  return page('headline', snapshot);
};

const view = (streams: number, truth: number | undefined, more: Partial<InstantView> = {}): InstantView => ({
  instant: 1_795_229_980_000,
  streams,
  ...(truth === undefined ? {} : { truth }),
  rebuffering: 0,
  complete: true,
  closed: false,
  byDevice: {},
  ...more,
});
const closed = { closed: true };

it('asks for patience at the start, and no longer once something should have been counted', () => {
  expect(headline({})).toMatchObject({
    streams: { value: '–', note: 'first count in a few seconds', tone: 'none' },
    truth: { value: '–' },
    freshness: { value: '–' },
    ingest: { value: '–' },
  });
  expect(headline({ uptimeSeconds: 61 })).toMatchObject({ streams: { value: '–', tone: 'bad' } });
});

it('shows the newest complete instant, not the newest', () => {
  const instants = [view(1_234_567, 1_234_567), view(12, 1_234_568, { complete: false })];
  expect(headline({ instants })).toMatchObject({ streams: { value: '1,234,567' }, truth: { value: 'exact' } });
});

it('counts no viewers as a count', () => {
  expect(headline({ instants: [view(0, 0, closed)] })).toMatchObject({
    streams: { value: '0', note: expect.stringContaining('0.0% rebuffering') as string },
    truth: { value: 'exact', note: 'truth 0\n1 closed instant exact', tone: 'good' },
  });
});

it('takes a small difference calmly while late events may come, a large one less so', () => {
  expect(headline({ instants: [view(995, 1_000)] })).toMatchObject({ truth: { value: '−5', tone: 'none' } });
  expect(headline({ instants: [view(1_100, 1_000)] })).toMatchObject({ truth: { value: '+100', tone: 'warn' } });
});

it('raises the alarm over any closed instant that is off, however good the newest is', () => {
  const instants = [view(999, 1_000, closed), view(1_000, 1_000, closed), view(1_000, 1_000)];
  expect(headline({ instants })).toMatchObject({
    truth: { value: 'exact', note: 'truth 1,000\n1 of 2 closed instants off', tone: 'bad' },
  });
});

it('compares with nothing where nothing is simulated', () => {
  expect(headline({ instants: [view(5, undefined)] })).toMatchObject({ truth: { value: '–', tone: 'none' } });
});

it('warns of a lag by its age, its overflow and its dead letters', () => {
  const lag = (more: Partial<ConsoleSnapshot['pipeline']>) =>
    headline({
      pipeline: { iteratorAgeMs: 0, shards: 1, overflowMessages: 0, deadLetters: 0, functions: [], ...more },
    });
  expect(lag({})).toMatchObject({ lag: { value: '0 ms', tone: 'good' } });
  expect(lag({ iteratorAgeMs: 5_000 })).toMatchObject({ lag: { value: '5.0 s', tone: 'warn' } });
  expect(lag({ iteratorAgeMs: 61_000 })).toMatchObject({ lag: { value: '1 min 01 s', tone: 'bad' } });
  expect(lag({ overflowMessages: 1 })).toMatchObject({ lag: { tone: 'warn' } });
  expect(lag({ iteratorAgeMs: 61_000, overflowMessages: 1 })).toMatchObject({ lag: { tone: 'bad' } });
  expect(lag({ deadLetters: 1 })).toMatchObject({ lag: { note: '0 in overflow\n1 dead letter', tone: 'bad' } });
});

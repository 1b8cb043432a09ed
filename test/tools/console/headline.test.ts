import { headline } from '../../../tools/console/page/headline';
import type { ConsoleSnapshot, InstantView } from '../../../tools/console/snapshot';

const PIPELINE = { iteratorAgeMs: 0, shards: 1, overflowMessages: 0, deadLetters: 0, functions: [] };
const SNAPSHOT: ConsoleSnapshot = {
  ...{ now: 1_795_230_000_000, stage: 'dev', endpoint: '', eventsUrl: '', uptimeSeconds: 10 },
  ...{ instants: [], ingest: [], pipeline: PIPELINE, faults: {}, notRun: {} },
  totals: { requests: 0, accepted: 0, refused: 0, duplicatesSent: 0, errors: 0 },
};

const tiles = (more: Partial<ConsoleSnapshot>) => headline({ ...SNAPSHOT, ...more });

const view = (streams: number, truth: number | undefined, more: Partial<InstantView> = {}): InstantView => ({
  ...{ instant: 1_795_229_980_000, streams, rebuffering: 0, complete: true, closed: false, byDevice: {} },
  ...(truth === undefined ? {} : { truth }),
  ...more,
});
const closed = { closed: true };

describe('the tile of the streams', () => {
  it('asks for patience at the start, and reports a missing count after a minute', () => {
    expect(tiles({})).toMatchObject({
      streams: { value: '–', note: 'first count in a few seconds', tone: 'none' },
      ...{ truth: { value: '–' }, freshness: { value: '–' }, ingest: { value: '–' } },
    });
    expect(tiles({ uptimeSeconds: 61 })).toMatchObject({ streams: { value: '–', tone: 'bad' } });
  });

  it('shows the newest complete instant', () => {
    const instants = [view(1_234_567, 1_234_567), view(12, 1_234_568, { complete: false })];
    expect(tiles({ instants })).toMatchObject({ streams: { value: '1,234,567' }, truth: { value: 'exact' } });
  });

  it('shows a count of zero', () => {
    expect(tiles({ instants: [view(0, 0, closed)] })).toMatchObject({
      streams: { value: '0', note: expect.stringContaining('0.0% rebuffering') as string },
      truth: { value: 'exact', note: 'truth 0\n1 closed instant exact', tone: 'good' },
    });
  });
});

describe('the tile of the comparison with the simulator', () => {
  it('warns of a large difference only while late events may arrive', () => {
    expect(tiles({ instants: [view(995, 1_000)] })).toMatchObject({ truth: { value: '−5', tone: 'none' } });
    expect(tiles({ instants: [view(1_100, 1_000)] })).toMatchObject({ truth: { value: '+100', tone: 'warn' } });
  });

  it('is bad if any closed instant is wrong, even if the newest one is exact', () => {
    const instants = [view(999, 1_000, closed), view(1_000, 1_000, closed), view(1_000, 1_000)];
    expect(tiles({ instants })).toMatchObject({
      truth: { value: 'exact', note: 'truth 1,000\n1 of 2 closed instants wrong', tone: 'bad' },
    });
  });

  it('is empty without simulated viewers', () => {
    expect(tiles({ instants: [view(5, undefined)] })).toMatchObject({ truth: { value: '–', tone: 'none' } });
  });
});

describe('the tile of the lag', () => {
  it('warns of its age, of overflow and of dead letters', () => {
    const lag = (more: Partial<ConsoleSnapshot['pipeline']>) => tiles({ pipeline: { ...PIPELINE, ...more } }).lag;
    expect(lag({})).toMatchObject({ value: '0 ms', tone: 'good' });
    expect(lag({ iteratorAgeMs: 5_000 })).toMatchObject({ value: '5.0 s', tone: 'warn' });
    expect(lag({ iteratorAgeMs: 61_000 })).toMatchObject({ value: '1 min 01 s', tone: 'bad' });
    expect(lag({ overflowMessages: 1 })).toMatchObject({ tone: 'warn' });
    expect(lag({ iteratorAgeMs: 61_000, overflowMessages: 1 })).toMatchObject({ tone: 'bad' });
    expect(lag({ deadLetters: 1 })).toMatchObject({ note: '0 in overflow\n1 dead letter', tone: 'bad' });
  });
});

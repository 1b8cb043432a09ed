import { STAGES } from '../../lib/stages';
import { AlarmRehearsal } from '../support/alarm-rehearsal';
import { SynthesizedStage } from '../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const NOON = Date.UTC(2026, 10, 24, 12);

/** The time to fire that the description of an alarm states, s. */
const statedSeconds = (name: string): number => {
  const alarms = Object.values(stage.resources('AWS::CloudWatch::Alarm'));
  const alarm = alarms.find(({ Properties }) => Properties['AlarmName'] === `playhead-dev-${name}`);
  const stated = /Fires within (?<minutes>\d+) minutes\./.exec(String(alarm?.Properties['AlarmDescription']));
  return 60 * Number(stated?.groups?.['minutes']);
};

type Values = Readonly<Record<string, number>>;

interface Condition {
  readonly alarm: string;
  /** Seconds between two values. */
  readonly every: number;
  readonly bad: Values;
  /** Values that must not fire it, by their description. */
  readonly quiet: Readonly<Record<string, Values>>;
}

const CONDITIONS: readonly Condition[] = [
  {
    alarm: 'collector-client-errors',
    every: 60,
    bad: { Count: 2_000, '4xx': 200 },
    quiet: {
      'one broken client at low traffic': { Count: 300, '4xx': 100 },
      'ordinary traffic': { Count: 50_000, '4xx': 50 },
    },
  },
  {
    alarm: 'events-refused',
    every: 10,
    bad: { AcceptedEvents: 1_000, RefusedEvents: 100 },
    quiet: {
      'one broken client at low traffic': { AcceptedEvents: 100, RefusedEvents: 50 },
      'ordinary traffic': { AcceptedEvents: 10_000, RefusedEvents: 10 },
    },
  },
  {
    alarm: 'overflow-share',
    every: 60,
    bad: { Count: 100, NumberOfMessagesSent: 100 },
    quiet: {
      'a stage of a few players': { Count: 10, NumberOfMessagesSent: 10 },
      'a short throttling': { Count: 1_000, NumberOfMessagesSent: 50 },
    },
  },
];

describe.each(CONDITIONS)('The alarm $alarm', ({ alarm, every, bad, quiet }) => {
  let rehearsal: AlarmRehearsal;
  beforeEach(async () => {
    rehearsal = await AlarmRehearsal.open(stage, [alarm], NOON);
  });
  afterEach(() => rehearsal.close());

  const put = async (values: Values, second: number): Promise<void> => {
    if (second % every === 0) await rehearsal.put(values);
  };

  it('fires within its stated time', async () => {
    const badFrom = 330;
    const ordinary = quiet['ordinary traffic'] ?? {};
    const fired = await rehearsal.playUntil(900, (second) => put(second < badFrom ? ordinary : bad, second));
    expect(fired.get(alarm)).toBeGreaterThan(badFrom);
    expect(fired.get(alarm)).toBeLessThanOrEqual(badFrom + statedSeconds(alarm));
  });

  it.each(Object.entries({ ...quiet, 'an empty stage': {} }))('is silent during %s', async (_, values) => {
    const fired = await rehearsal.playUntil(900, (second) => put(values, second));
    expect([...fired.keys()]).toEqual([]);
  });
});

describe.each([
  { alarm: 'curation-not-begun', hour: 2, minute: 15 },
  { alarm: 'rebuild-not-begun', hour: 4, minute: 45 },
])('The alarm $alarm', ({ alarm, hour, minute }) => {
  const due = 1_800;
  let rehearsal: AlarmRehearsal;
  beforeEach(async () => {
    rehearsal = await AlarmRehearsal.open(stage, [alarm], Date.UTC(2026, 10, 24, hour, minute) - due * 1_000);
  });
  afterEach(() => rehearsal.close());

  /** A stage at rest publishes a count in each minute; runs begin at these seconds. */
  const play = (...begins: readonly number[]) =>
    rehearsal.playUntil(due + 3_600, async (second) => {
      if (second % 60 === 0) await rehearsal.put({ ConcurrentStreams: 0 });
      if (begins.includes(second)) await rehearsal.put({ Invocations: 1 });
    });

  it('fires within its stated time after the run was due', async () => {
    const fired = await play();
    expect(fired.get(alarm)).toBeGreaterThan(due);
    expect(fired.get(alarm)).toBeLessThanOrEqual(due + statedSeconds(alarm));
  });

  it('is silent if the run begins, also minutes late', async () => {
    expect([...(await play(due + 300)).keys()]).toEqual([]);
  });

  it('is silent in a stage that was deployed after the run was due', async () => {
    const fired = await rehearsal.playUntil(due + 3_600, async (second) => {
      if (second > due + 960 && second % 60 === 0) await rehearsal.put({ ConcurrentStreams: 0 });
    });
    expect([...fired.keys()]).toEqual([]);
  });
});

describe('The alarm events-unannounced', () => {
  const alarm = 'events-unannounced';
  let rehearsal: AlarmRehearsal;
  beforeEach(async () => {
    rehearsal = await AlarmRehearsal.open(stage, [alarm], NOON);
  });
  afterEach(() => rehearsal.close());

  const play = (values: Values) =>
    rehearsal.playUntil(2_400, async (second) => {
      if (second % 60 === 0) await rehearsal.put(values);
    });

  it('fires within its stated time', async () => {
    const fired = await play({ LedgerFound: 900, LedgerUnannounced: 100 });
    expect(fired.get(alarm)).toBeLessThanOrEqual(statedSeconds(alarm));
  });

  it('is silent if a single note was lost', async () => {
    expect([...(await play({ LedgerFound: 900, LedgerUnannounced: 1 })).keys()]).toEqual([]);
  });
});

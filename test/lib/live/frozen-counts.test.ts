import { STAGES } from '../../../lib/stages';
import { AlarmRehearsal } from '../../support/alarm-rehearsal';
import { SynthesizedStage } from '../../support/stacks';

const NOON = Date.UTC(2026, 10, 24, 12);
/** An instant is complete so long after it. */
const COMPLETE_AFTER = 13;
const ALARMS = ['counts-frozen', 'counts-not-published'];

describe('The alarm on frozen counts', () => {
  let rehearsal: AlarmRehearsal;
  beforeEach(async () => {
    rehearsal = await AlarmRehearsal.open(new SynthesizedStage(STAGES.dev), ALARMS, NOON);
  });
  afterEach(() => rehearsal.close());

  const playersSend = () => rehearsal.put({ AcceptedEvents: 25 });
  /** Publishes each instant when it is complete. */
  const countsArrive = async (second: number): Promise<void> => {
    const instant = second - COMPLETE_AFTER;
    if (instant >= 0 && instant % 10 === 0) await rehearsal.put({ ConcurrentStreams: 250 }, instant);
  };

  it('fires within two minutes after the last count, while players send events', async () => {
    const frozenAt = 300;
    const fired = await rehearsal.playUntil(900, async (second) => {
      await playersSend();
      if (second < frozenAt) await countsArrive(second);
    });
    expect(fired.get('counts-frozen')).toBeGreaterThan(frozenAt);
    expect(fired.get('counts-frozen')).toBeLessThanOrEqual(frozenAt + 120);
    expect(fired.get('counts-not-published')).toBeGreaterThan(frozenAt + 120); // it also watches a stage at rest
  });

  it('is silent while counts arrive, also if they are complete a minute late', async () => {
    const fired = await rehearsal.playUntil(900, async (second) => {
      await playersSend();
      await countsArrive(second < 300 ? second : second - 45);
    });
    expect([...fired.keys()]).toEqual([]);
  });

  it('is silent while nobody watches, and while a stage at rest notices its first viewers', async () => {
    const wakesAt = 600;
    const fired = await rehearsal.playUntil(900, async (second) => {
      if (second >= wakesAt - 59) await playersSend();
      if (second >= wakesAt) await countsArrive(second);
      // At rest, one round in each minute completes the instants of the minutes before.
      else if (second % 60 === 0) for (let at = second - 120; at < second - 60; at += 10) await restingCount(at);
    });
    expect([...fired.keys()]).toEqual([]);
  });

  const restingCount = (at: number) => (at >= 0 ? rehearsal.put({ ConcurrentStreams: 0 }, at) : Promise.resolve());
});

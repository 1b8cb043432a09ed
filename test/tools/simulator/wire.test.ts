import { isIssue } from '../../../domain/families';
import { type PlayerEvent, VIEWING } from '../../../domain/families/viewing';
import { Catalog } from '../../../tools/simulator/catalog';
import { toJunk } from '../../../tools/simulator/junk';
import { Troubles } from '../../../tools/simulator/trouble';
import { firstSessionOf, openSession, type Programme } from '../../../tools/simulator/session';

const programme: Programme = {
  seed: 'wire',
  run: 'r',
  catalog: new Catalog(),
  pace: { heartbeatMs: 10_000, pausedHeartbeatMs: 30_000 },
  rates: { skewedClocks: 0.5, relayed: 0 },
  troubles: new Troubles(),
};

const eventsOf = (number: number): PlayerEvent[] => {
  const { steps, ids, fields: constants } = openSession(programme, number);
  const events: PlayerEvent[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    const { offsetMs, fields } = step.value;
    events.push({ event_id: ids.uuid(), event_ts: 1_800_000_000_000 + offsetMs, ...fields, ...constants });
  }
  return events;
};
const onWire = (event: object): unknown => JSON.parse(JSON.stringify(event));

describe('what viewers send', () => {
  it('is what the collector accepts', () => {
    for (let viewer = 0; viewer < 200; viewer += 1) {
      for (const event of eventsOf(firstSessionOf(viewer))) expect(VIEWING.parse(onWire(event))).toEqual(onWire(event));
    }
  });

  it('is refused by the collector where it is junk', () => {
    const { chance } = openSession(programme, 1);
    for (const event of eventsOf(firstSessionOf(3))) {
      const result = VIEWING.parse(onWire(toJunk(chance, event)));
      expect([isIssue(result), event.event]).toEqual([true, event.event]);
    }
  });
});

describe('openSession', () => {
  it('gives the same session for the same seed and number, under other ids in another run', () => {
    expect(eventsOf(32)).toEqual(eventsOf(32));
    const { fields } = openSession({ ...programme, run: 'other' }, 32);
    expect(fields).toEqual({ ...openSession(programme, 32).fields, session_id: 'other-w' });
  });

  it('gives the sessions of one viewer the same device', () => {
    const [one, next] = [openSession(programme, 160), openSession(programme, 161)];
    expect(next.viewer).toEqual(one.viewer);
    expect(openSession(programme, 176).viewer.fields.viewer_id).not.toBe(one.viewer.fields.viewer_id);
  });

  it('makes a wrong clock wrong by one minute to two hours, for the share that is asked for', () => {
    const skews = Array.from({ length: 1_000 }, (_, viewer) => {
      return openSession(programme, firstSessionOf(viewer)).viewer.clockSkewMs;
    });
    const wrong = skews.filter((skew) => skew !== 0);
    expect(wrong.length / skews.length).toBeCloseTo(0.5, 1);
    for (const skew of wrong) expect(Math.abs(skew)).toBeGreaterThanOrEqual(60_000);
    for (const skew of wrong) expect(Math.abs(skew)).toBeLessThanOrEqual(7_200_000);
  });
});

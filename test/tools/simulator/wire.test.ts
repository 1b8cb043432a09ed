import { isIssue } from '../../../domain/families';
import { type PlayerEvent, VIEWING } from '../../../domain/families/viewing';
import { Catalog } from '../../../tools/simulator/catalog';
import { toJunk } from '../../../tools/simulator/junk';
import { Troubles } from '../../../tools/simulator/trouble';
import { firstSessionOf, openSession, type RunSettings } from '../../../tools/simulator/session';

const settings: RunSettings = {
  seed: 'wire',
  run: 'r',
  catalog: new Catalog(),
  pace: { heartbeatMs: 10_000, pausedHeartbeatMs: 30_000 },
  rates: { skewedClocks: 0.5, relayed: 0, hostile: 0 },
  troubles: new Troubles(),
};

const eventsOf = (number: number): PlayerEvent[] => {
  const { steps, ids, fields: constants } = openSession(settings, number);
  const events: PlayerEvent[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    const { offsetMs, fields } = step.value;
    events.push({ event_id: ids.uuid(), event_ts: 1_800_000_000_000 + offsetMs, ...fields, ...constants });
  }
  return events;
};
const onWire = (event: object): unknown => JSON.parse(JSON.stringify(event));

describe('the events of viewers', () => {
  it('are valid for the collector', () => {
    for (let viewer = 0; viewer < 200; viewer += 1) {
      for (const event of eventsOf(firstSessionOf(viewer))) expect(VIEWING.parse(onWire(event))).toEqual(onWire(event));
    }
  });

  it('are refused by the collector if they are junk', () => {
    const { chance } = openSession(settings, 1);
    for (const event of eventsOf(firstSessionOf(3))) {
      const result = VIEWING.parse(onWire(toJunk(chance, event)));
      expect([isIssue(result), event.event]).toEqual([true, event.event]);
    }
  });
});

describe('openSession', () => {
  it('creates the same session for the same seed and number, with other ids in another run', () => {
    expect(eventsOf(32)).toEqual(eventsOf(32));
    const { fields } = openSession({ ...settings, run: 'other' }, 32);
    expect(fields).toEqual({ ...openSession(settings, 32).fields, session_id: 'other-w' });
  });

  it('creates sessions of one viewer on the same device', () => {
    const [one, next] = [openSession(settings, 160), openSession(settings, 161)];
    expect(next.viewer).toEqual(one.viewer);
    expect(openSession(settings, 176).viewer.fields.viewer_id).not.toBe(one.viewer.fields.viewer_id);
  });

  it('leaves one viewer of 25 anonymous', () => {
    const viewers = Array.from({ length: 100 }, (_, number) => openSession(settings, firstSessionOf(number)).fields);
    expect(viewers.filter(({ viewer_id: id }) => id === undefined)).toHaveLength(4);
    expect(viewers.slice(0, 24).every(({ viewer_id: id }) => id !== undefined)).toBe(true);
  });

  it('denies the consent of another viewer of 25, and gives it for most others', () => {
    const viewers = Array.from({ length: 100 }, (_, number) => openSession(settings, firstSessionOf(number)).fields);
    const denied = viewers.filter(({ consent }) => consent === 'denied');
    expect(denied).toHaveLength(4);
    expect(denied.every(({ viewer_id: id }) => id !== undefined)).toBe(true);
    expect(viewers.filter(({ consent }) => consent === 'granted').length).toBeGreaterThan(50);
  });

  it('sets the clock of the given share of viewers wrong by up to two hours', () => {
    const viewers = Array.from({ length: 1_000 }, (_, number) => openSession(settings, firstSessionOf(number)).viewer);
    const wrong = viewers.filter(({ clockSkewMs }) => clockSkewMs !== 0);
    expect(wrong.length / viewers.length).toBeCloseTo(0.5, 1);
    for (const { clockSkewMs } of wrong) expect(Math.abs(clockSkewMs)).toBeLessThanOrEqual(7_200_000);
  });

  it('sets a clock wrong by 10 to 75 s only if its player measures that, because nobody else can know it', () => {
    const viewers = Array.from({ length: 1_000 }, (_, number) => openSession(settings, firstSessionOf(number)).viewer);
    const slightly = viewers.filter(({ clockSkewMs: skewMs }) => skewMs !== 0 && Math.abs(skewMs) <= 75_000);
    expect(slightly.length).toBeGreaterThan(20);
    expect(slightly.every(({ measuresClock }) => measuresClock)).toBe(true);
    expect(slightly.every(({ clockSkewMs }) => Math.abs(clockSkewMs) > 10_000)).toBe(true);
  });

  it('lets a hostile session name another title, another viewer and nobody, and an honest one only its own', () => {
    const { lies, fields } = openSession({ ...settings, rates: { ...settings.rates, hostile: 1 } }, 0);
    const names = lies?.disguises.map((disguise) => Object.keys(disguise));
    expect(names).toEqual([[], ['content_id', 'stream_type'], ['viewer_id'], ['consent']]);
    expect(lies?.disguises[2]?.viewer_id).toBe('viewer-1');
    expect(fields.viewer_id).toBe('viewer-0');
    expect(openSession(settings, 0).lies).toBeUndefined();
  });
});

import * as fc from 'fast-check';
import { Catalog } from '../../../tools/simulator/catalog';
import { planSession, quitBetween, type Step, type TroubleEffects } from '../../../tools/simulator/plan';
import { Random } from '../../../tools/simulator/random';
import type { Shape } from '../../../tools/simulator/shape';
import { Troubles } from '../../../tools/simulator/trouble';

const pace = { heartbeatMs: 10_000, pausedHeartbeatMs: 30_000 };
const catalog = new Catalog(50);

const plan = (seed: number, shape?: Shape, effects?: TroubleEffects): Step[] => {
  const random = new Random(`plan/${seed}`);
  return [...planSession(random, catalog.choose(random), pace, shape, effects)];
};

/** Every third session is in a storm of stalls that comes and goes, and every third fails to start. */
const effectsOn = (seed: number): TroubleEffects | undefined => {
  const random = new Random(`weather/${seed}`);
  if (seed % 3 === 0) return undefined;
  return { failsToStart: seed % 3 === 1, stalls: () => random.chance(0.7) };
};

const anyPlan = fc.integer({ min: 0, max: 1_000_000 }).map((seed) => plan(seed, undefined, effectsOn(seed)));
const always = (holds: (steps: Step[]) => void): void => fc.assert(fc.property(anyPlan, holds), { numRuns: 50 });

const isAd = ({ ad_break_id }: Step['fields']): boolean => ad_break_id !== undefined;

/** The events that may close an interval in each state. */
const LEGAL = {
  starting: ['playing', 'heartbeat', 'error', 'quit'],
  playing: ['heartbeat', 'pause', 'buffer_start', 'seek_start', 'rendition_change', 'error', 'ended', 'quit'],
  rebuffering: ['buffer_end', 'heartbeat', 'quit'],
  seeking: ['seek_end', 'heartbeat', 'quit'],
  paused: ['playing', 'seek_start', 'seek_end', 'heartbeat', 'quit'],
};

describe('planSession', () => {
  it('numbers the events without gaps, and begins with a play_request that closes no interval', () => {
    always((steps) => {
      expect(steps[0]).toEqual({ offsetMs: 0, fields: { event: 'play_request', sequence: 0 } });
      expect(steps.map(({ fields }) => fields.sequence)).toEqual(steps.map((_, index) => index));
    });
  });

  it('closes with each event the interval since the previous event, which is at most 120 s', () => {
    always((steps) => {
      let elapsedMs = 0;
      for (const { offsetMs, fields } of steps.slice(1)) {
        expect(fields.interval_ms).toBeGreaterThanOrEqual(0);
        expect(fields.interval_ms).toBeLessThanOrEqual(120_000);
        elapsedMs += fields.interval_ms ?? NaN;
        expect(offsetMs).toBe(elapsedMs);
      }
    });
  });

  it('closes each state with an event that may close it, and ends with the last event of a session', () => {
    always((steps) => {
      for (const { fields } of steps.slice(1)) expect(LEGAL[fields.state ?? 'starting']).toContain(fields.event);
      const endings = steps.slice(0, -1).filter(({ fields }) => /ended|quit/.test(fields.event) || fields.error_fatal);
      expect(endings).toEqual([]);
    });
  });

  it('adds up the number and the duration of the stalls, without waiting for ads', () => {
    always((steps) => {
      let [stallMs, stallCount] = [0, 0];
      for (const { fields } of steps.slice(1)) {
        if (fields.state === 'rebuffering' && !isAd(fields)) stallMs += fields.interval_ms ?? NaN;
        if (fields.event === 'buffer_start') stallCount += 1;
        expect([fields.stall_ms, fields.stall_count]).toEqual([stallMs, stallCount]);
      }
    });
  });

  it('reports the startup, without the ads before it, only with the first playing event', () => {
    always((steps) => {
      const reported = steps.filter(({ fields }) => fields.startup_ms !== undefined);
      const first = steps.find(({ fields }) => fields.event === 'playing');
      expect(reported).toEqual(first ? [first] : []);
      if (!first) return;
      const before = steps.slice(0, steps.indexOf(first)).filter(({ fields }) => isAd(fields));
      const adMs = before.reduce((sum, { fields }) => sum + (fields.interval_ms ?? NaN), 0);
      expect(first.fields).toMatchObject({ state: 'starting', startup_ms: first.offsetMs - adMs });
    });
  });

  it('sends a heartbeat every 10 s, and every 30 s while paused', () => {
    always((steps) => {
      let [beatMs, paused] = [steps[1]?.offsetMs ?? 0, false];
      for (const { offsetMs, fields } of steps.slice(2)) {
        if ((fields.state === 'paused') !== paused) beatMs = offsetMs - (fields.interval_ms ?? 0);
        paused = fields.state === 'paused';
        expect(offsetMs - beatMs).toBeLessThanOrEqual(paused ? 30_000 : 10_000);
        if (fields.event === 'heartbeat') beatMs = offsetMs;
      }
    });
  });

  it('moves the position by the played time of the content, and never beyond the title', () => {
    always((steps) => {
      let playheadMs: number | undefined;
      for (const { fields } of steps.slice(1)) {
        const { playhead_ms, state, event, interval_ms = 0, playback_rate = 1 } = fields;
        if (playhead_ms === undefined) continue;
        if (playheadMs !== undefined && event !== 'seek_end' && event !== 'ended') {
          const movedMs = playhead_ms - playheadMs;
          expect(movedMs).toBeLessThanOrEqual(
            state === 'playing' && !isAd(fields) ? interval_ms * playback_rate + 1 : 0,
          );
          expect(movedMs).toBeGreaterThanOrEqual(0);
        }
        playheadMs = playhead_ms;
      }
    });
  });

  it('shows ads to a quarter of the viewers: before the content while it starts, and within it while it stands still', () => {
    const sessions = Array.from({ length: 400 }, (_, seed) => plan(seed));
    const adsOf = (position: string) =>
      sessions.map((steps) => steps.filter(({ fields }) => fields.ad_position === position));
    const [prerolls, midrolls] = [adsOf('preroll'), adsOf('midroll')];
    expect(prerolls.filter((ads) => ads.length > 0).length / sessions.length).toBeCloseTo(0.24, 1);
    expect(new Set(prerolls.flat().map(({ fields }) => fields.state))).toEqual(new Set(['starting']));
    expect(new Set(midrolls.flat().map(({ fields }) => fields.state))).toEqual(new Set(['rebuffering', 'playing']));
    for (const { fields } of midrolls.flat()) expect(fields.ad_id !== undefined).toBe(fields.state === 'playing');
  });

  it('keeps the state paused during a seek in a pause, so that it adds no watch time', () => {
    const steps = Array.from({ length: 400 }, (_, seed) => plan(seed)).flat();
    const seeks = steps.filter(({ fields }) => fields.event === 'seek_end' && fields.state === 'paused');
    expect(seeks.length).toBeGreaterThan(5);
  });

  it('creates the same steps for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => expect(plan(seed)).toEqual(plan(seed))),
      { numRuns: 50 },
    );
  });

  it('satisfies the identity attempts = plays + exits before start + start failures + business stops before start', () => {
    const outcomes = { plays: 0, exits: 0, failures: 0, business: 0 };
    const attempts = 3_000;
    for (let seed = 0; seed < attempts; seed += 1) outcomes[outcomeOf(plan(seed))] += 1;
    const { plays, exits, failures, business } = outcomes;
    expect(plays + exits + failures + business).toBe(attempts);
    expect(Math.min(exits, failures, business)).toBeGreaterThan(0);
    expect(plays / attempts).toBeGreaterThan(0.9);
  });

  it('takes the length, the stalls and the renditions from a trace', () => {
    const shape: Shape = {
      startupMs: 2_000,
      playingMs: 100_000,
      stallsMs: [3_000, 130_000],
      renditions: [
        { bitrateKbps: 250, durationMs: 40_000 },
        { bitrateKbps: 500, durationMs: 60_000 },
      ],
      toTheEnd: true,
    };
    const whole = Array.from({ length: 50 }, (_, seed) => plan(seed, shape)).filter(
      (steps) => steps.at(-1)?.fields.event === 'ended',
    );
    expect(whole.length).toBeGreaterThan(10);
    for (const steps of whole) {
      const played = steps.filter(({ fields }) => fields.state === 'playing' && !isAd(fields));
      expect(played.reduce((sum, { fields }) => sum + (fields.interval_ms ?? NaN), 0)).toBe(100_000);
      expect(steps.at(-1)?.fields).toMatchObject({ stall_count: 2, stall_ms: 133_000, bitrate_kbps: 500 });
      expect(steps.filter(({ fields }) => fields.event === 'rendition_change')).toHaveLength(1);
    }
  });
});

describe('quitBetween', () => {
  it('closes the current interval, in its state', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (steps, position, share) => {
        const at = position % Math.max(1, steps.length - 1);
        const [previous, next] = [steps[at], steps[at + 1]];
        fc.pre(previous !== undefined && next !== undefined);
        const offsetMs = Math.floor(previous.offsetMs + share * (next.offsetMs - previous.offsetMs));
        const { fields } = quitBetween(previous, next, offsetMs);
        expect(fields).toMatchObject({ event: 'quit', sequence: at + 1, state: next.fields.state });
        expect(fields.ad_break_id).toBe(next.fields.ad_break_id);
        expect(fields.interval_ms).toBe(offsetMs - previous.offsetMs);
        expect(fields.stall_ms).toBeGreaterThanOrEqual(previous.fields.stall_ms ?? 0);
        expect(fields.stall_ms).toBeLessThanOrEqual(next.fields.stall_ms ?? 0);
      }),
    );
  });
});

const outcomeOf = (steps: Step[]): 'plays' | 'exits' | 'failures' | 'business' => {
  if (steps.some(({ fields }) => fields.startup_ms !== undefined)) return 'plays';
  const fatal = steps.find(({ fields }) => fields.error_fatal);
  if (!fatal) return 'exits';
  return fatal.fields.error_business ? 'business' : 'failures';
};

describe('trouble', () => {
  it('with rebuffering stalls a session repeatedly, and does not shorten the played time', () => {
    const playedMs = (steps: readonly Step[]) =>
      steps.reduce(
        (sum, { fields }) => sum + (fields.state === 'playing' && !isAd(fields) ? (fields.interval_ms ?? 0) : 0),
        0,
      );
    const stalls = (steps: readonly Step[]) => steps.filter(({ fields }) => fields.event === 'buffer_start').length;
    const shape = { startupMs: 900, playingMs: 60_000, stallsMs: [], renditions: [], toTheEnd: false };
    const calm = plan(3, shape);
    const stormy = plan(3, shape, { failsToStart: false, stalls: () => true });
    expect(stalls(stormy)).toBeGreaterThan(stalls(calm) + 10);
    expect(playedMs(stormy)).toBe(playedMs(calm));
  });

  it('with start failures ends a session with a fatal playback error', () => {
    const steps = plan(4, undefined, { failsToStart: true, stalls: () => false });
    expect(steps.map(({ fields }) => fields.event)).toEqual(['play_request', 'error']);
    expect(steps[1]?.fields).toMatchObject({ state: 'starting', error_fatal: true, error_business: false });
  });

  it('affects its share of its cohort, and no other session', () => {
    const troubles = new Troubles();
    const tv = { device_type: 'smart_tv', cdn: 'cdn-a' } as const;
    expect(troubles.affect('rebuffering', tv, 0)).toBe(false);
    troubles.current = { kind: 'rebuffering', share: 0.4, cohort: tv };
    expect(troubles.affect('rebuffering', tv, 0.39)).toBe(true);
    expect(troubles.affect('rebuffering', tv, 0.4)).toBe(false);
    expect(troubles.affect('start-failures', tv, 0)).toBe(false);
    expect(troubles.affect('rebuffering', { ...tv, device_type: 'web' }, 0)).toBe(false);
    expect(troubles.affect('rebuffering', { ...tv, cdn: 'cdn-b' }, 0)).toBe(false);
    troubles.current = { kind: 'rebuffering', share: 1, cohort: {} };
    expect(troubles.affect('rebuffering', { ...tv, device_type: 'web' }, 0.99)).toBe(true);
  });
});

import { type PlayerEvent, VIEWING } from '../../../domain/families/viewing';
import { sentAtIssue } from '../../../domain/ingest/correct-clock';
import { sentFields } from '../../../domain/families/field';
import { auditedByPeriod } from '../../../domain/ledger/audit';
import { anEvent, NOW } from '../../support/events';
import { inFeatures, inLake, liveBetween, type Moment, send, sendAt, sessionOf } from '../../support/readers';

/* Contradictions about identity, and those that the edge refuses. rows.test.ts has the others, and explains the times. */

const started: readonly Moment[] = [
  ['play_request', 0],
  ['playing', 1, { state: 'starting', interval_ms: 1_000, startup_ms: 1_000 }],
];
const beats = [11, 21, 31, 41].map((at): Moment => ['heartbeat', at]);
const whole: readonly Moment[] = [...started, ...beats, ['quit', 46, { interval_ms: 5_000 }]];

describe('A session', () => {
  it('of two tabs with the same sequence numbers counts each time once, and as a conflict', () => {
    const events = send([...sessionOf(whole), ...sessionOf(whole, {}, 100)]);
    expect(inLake(events)).toMatchObject([{ playing_ms: 45_000, events: whole.length }]);
    expect(inLake(events)[0]?.conflicts).toBeGreaterThan(0);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 45_000 }]);
    expect(liveBetween(events, 0, 50)).toEqual([0, 1, 1, 1, 1, 0]);
  });

  it('in which the viewer changes is one playback for each viewer', () => {
    const anonymous = sessionOf(whole.slice(0, 4), { viewer_id: undefined });
    const events = send([...anonymous, ...sessionOf(whole).slice(4)]);
    const alice = events.at(-1)?.viewer_id;
    expect(alice).toBeDefined();
    expect(inLake(events)).toMatchObject([
      { viewer_id: null, playing_ms: 20_000, started_at: NOW, ended_at: NOW + 21_000 },
      { viewer_id: alice, playing_ms: 25_000, started_at: NOW + 21_000, ended_at: NOW + 46_000 },
    ]);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 25_000, startedAt: NOW + 21_000 }]);
    expect(liveBetween(events, 0, 50)).toEqual([0, 1, 1, 1, 1, 0]);
  });

  it('in which the title changes is one playback for each title', () => {
    const events = send([...sessionOf(whole).slice(0, 4), ...sessionOf(whole, { content_id: 'title-2' }).slice(4)]);
    expect(inLake(events)).toMatchObject([
      { content_id: 'title-1', playing_ms: 20_000, ended_at: NOW + 21_000 },
      { content_id: 'title-2', playing_ms: 25_000, ended_at: NOW + 46_000 },
    ]);
    expect(inFeatures(events)).toMatchObject([
      { contentId: 'title-1', playingMs: 20_000, endedAt: NOW + 21_000 },
      { contentId: 'title-2', playingMs: 25_000, endedAt: NOW + 46_000 },
    ]);
    expect(liveBetween(events, 0, 50)).toEqual([0, 1, 1, 1, 1, 0]);
  });

  it('has each event id once, whichever copies a reader has and in which order', () => {
    const once = send(sessionOf(whole));
    const copies = sessionOf(whole).flatMap((event) => sendAt([event], event.event_ts, NOW + 100_000).accepted);
    const audit = { suffix: '', periodMs: 3_600_000 };
    for (const events of [
      [...once, ...copies],
      [...copies, ...once],
      [...once, ...copies.toReversed()],
    ]) {
      expect(inLake(events)).toEqual(inLake(once));
      expect(auditedByPeriod(events, audit)).toEqual(auditedByPeriod(once, audit));
      expect(inFeatures(events)).toMatchObject([{ playingMs: 45_000, startedAt: NOW, endedAt: NOW + 46_000 }]);
      expect(liveBetween(events, 0, 120)).toEqual([0, 1, 1, 1, 1, ...Array.from({ length: 8 }, () => 0)]);
    }
  });

  it('goes on after a gap of more than 120 s if the player sends what the refusal asks for', () => {
    const gap = sessionOf([...whole.slice(0, 3), ['heartbeat', 311, { interval_ms: 300_000 }]]).slice(-1);
    const [refusal] = sendAt(gap, NOW + 311_000).refused;
    expect(refusal).toMatchObject({ field: 'interval_ms' });
    expect(refusal?.reason).toContain('send 0, or one event for each 120 s');
    const slept = send(
      sessionOf([...whole.slice(0, 3), ['heartbeat', 311, { interval_ms: 0 }], ['heartbeat', 321], ['quit', 331]]),
    );
    expect(inLake(slept)).toMatchObject([{ playing_ms: 30_000, ended_at: NOW + 331_000, conflicts: 0 }]);
    expect(inFeatures(slept)).toMatchObject([{ playingMs: 30_000, endedAt: NOW + 331_000 }]);
    expect(liveBetween(slept, 300, 340)).toEqual([0, 0, 1, 1, 0]);
    const minutes = [131, 251, 311].map((at): Moment => [
      'heartbeat',
      at,
      { interval_ms: at === 311 ? 60_000 : 120_000 },
    ]);
    const throttled = send(sessionOf([...whole.slice(0, 3), ...minutes]));
    expect(inLake(throttled)).toMatchObject([{ playing_ms: 310_000, conflicts: 0 }]);
    expect(inFeatures(throttled)).toMatchObject([{ playingMs: 310_000 }]);
  });
});

describe('The edge', () => {
  const refusalOf = (fields: Partial<PlayerEvent>) => sendAt([anEvent(fields)], NOW).refused;

  it('refuses times in seconds and says so', () => {
    const reason = 'is in seconds; send epoch ms';
    expect(refusalOf({ event_ts: Math.floor(NOW / 1_000) })).toMatchObject([{ field: 'event_ts', reason }]);
    expect(sentAtIssue(Math.floor(NOW / 1_000), NOW)).toEqual({ field: 'sent_at', reason });
  });

  it('rounds the fractions of every ms field', () => {
    const fields = sentFields(VIEWING.definition.fields).filter(([, { unit }]) => unit === 'ms');
    expect(fields.map(([name]) => name)).toContain('interval_ms');
    for (const [name] of fields) {
      const event = { ...anEvent({ drm_system: 'widevine' }), [name]: 10_000.4 };
      expect(sendAt([event], NOW).accepted).toMatchObject([{ [name]: 10_000 }]);
    }
  });

  it('refuses a bitrate beyond every video, as in bit/s', () => {
    expect(refusalOf({ bitrate_kbps: 5_000_000 })).toMatchObject([{ field: 'bitrate_kbps' }]);
    expect(refusalOf({ bitrate_kbps: 128_000 })).toEqual([]);
  });
});

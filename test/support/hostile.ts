import fc from 'fast-check';
import type { EventName, PlaybackState, ViewingEvent } from '../../domain/families/viewing';
import { aViewingEvent } from './events';

/*
 * Sessions of players that contradict themselves: intervals that overlap, events after the end, two tabs with one session, a
 * title or a viewer that changes, a clock that is wrong, requests that are lost, late or delivered again.
 */

/** The state of the player in an interval, its length in ms, and the event that closes it. */
interface Step {
  readonly state: PlaybackState;
  readonly lengthMs: number;
  readonly event: EventName;
  /** How much longer the player claims the interval was, ms. */
  readonly overclaimMs: number;
  readonly isLost: boolean;
  /** The ad break of the interval. */
  readonly adBreak: string | undefined;
  /** What the player reports of its surroundings; it may change from event to event. */
  readonly context: Partial<ViewingEvent>;
  readonly playheadMs: number | undefined;
  readonly rate: number | undefined;
}

const ENDINGS = ['quit', 'ended', 'error'] as const;

const rarely = <Value>(value: Value, other: Value, weight = 8): fc.Arbitrary<Value> =>
  fc.oneof({ arbitrary: fc.constant(other), weight }, { arbitrary: fc.constant(value), weight: 1 });

const contexts: fc.Arbitrary<Partial<ViewingEvent>> = fc.record(
  {
    view_id: fc.constantFrom('view-1', 'view-2'),
    player_name: fc.constantFrom('hls.js', 'shaka'),
    player_version: fc.constantFrom('1.7.4', '5.2.12'),
    drm_system: fc.constantFrom('widevine', 'fairplay'),
    network_type: fc.constantFrom('wifi', 'cellular'),
    remote_playback: rarely(true, false, 2),
    licence_ms: fc.integer({ min: 0, max: 600_000 }),
    live_latency_ms: fc.integer({ min: 0, max: 86_400_000 }),
  },
  { requiredKeys: [] },
);

const steps: fc.Arbitrary<Step> = fc.record({
  state: fc.constantFrom<PlaybackState>(
    'playing',
    'playing',
    'playing',
    'starting',
    'rebuffering',
    'seeking',
    'paused',
  ),
  lengthMs: fc.oneof(fc.constant(10_000), fc.integer({ min: 0, max: 40_000 })),
  event: fc.oneof(
    { arbitrary: fc.constantFrom<EventName>('heartbeat', 'heartbeat', 'buffer_start', 'pause', 'playing'), weight: 12 },
    { arbitrary: fc.constantFrom<EventName>(...ENDINGS), weight: 1 },
  ),
  overclaimMs: fc.oneof(
    { arbitrary: fc.constant(0), weight: 6 },
    { arbitrary: fc.integer({ min: 1, max: 90_000 }), weight: 1 },
  ),
  isLost: rarely(true, false, 12),
  adBreak: fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 10 },
    { arbitrary: fc.constantFrom('break-1', 'break-2'), weight: 1 },
  ),
  context: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, { arbitrary: contexts, weight: 1 }),
  playheadMs: fc.option(fc.integer({ min: 0, max: 900_000 }), { nil: undefined }),
  rate: fc.option(fc.constantFrom(0.5, 1.25, 2), { nil: undefined, freq: 6 }),
});

/** What a session does, and what happens to it on the way. */
interface Session {
  readonly steps: readonly Step[];
  readonly secondTab: readonly Step[];
  /** The step from which on the session has another title, and another viewer. */
  readonly titleChangesAt: number;
  readonly viewerChangesAt: number;
  readonly clockMs: number;
  readonly requestIsLost: boolean;
  readonly isAnonymous: boolean;
}

const sessions: fc.Arbitrary<Session> = fc.record({
  steps: fc.array(steps, { minLength: 1, maxLength: 14 }),
  secondTab: fc.oneof(
    { arbitrary: fc.constant([]), weight: 4 },
    { arbitrary: fc.array(steps, { maxLength: 8 }), weight: 1 },
  ),
  titleChangesAt: rarely(3, Infinity, 5),
  viewerChangesAt: rarely(4, Infinity, 5),
  clockMs: rarely(-1_234_567, 0, 5),
  requestIsLost: rarely(true, false),
  isAnonymous: rarely(true, false),
});

/** The events of one tab of the nth session, as they happened; the event ids tell the tabs apart. */
const eventsOfTab = (session: Session, n: number, tab: number, tabSteps: readonly Step[], startedAt: number) => {
  const about = { session_id: `hostile-${n}`, device_type: 'web', stream_type: 'vod' } as const;
  const viewers = [String(n % 7).repeat(43), `n${String(n % 7).repeat(42)}`];
  let at = startedAt + tab * 2_345;
  const request: Partial<ViewingEvent> = { event: 'play_request', event_ts: at };
  const events = [
    request,
    ...tabSteps.map((step): Partial<ViewingEvent> => {
      at += step.lengthMs;
      return {
        event: step.event,
        event_ts: at,
        state: step.state,
        interval_ms: Math.min(120_000, step.lengthMs + step.overclaimMs),
        ...(step.playheadMs !== undefined && { playhead_ms: step.playheadMs }),
        ...(step.rate !== undefined && { playback_rate: step.rate, bitrate_kbps: 1_000 }),
        ...step.context,
        ...(step.adBreak !== undefined && { ad_break_id: step.adBreak }),
        ...(step.event === 'error' && { error_code: `E${at % 5}`, error_fatal: true, error_business: n % 2 === 0 }),
        ...(step.event === 'playing' && step.state === 'starting' && { startup_ms: step.lengthMs * 2 }),
        ...(step.state === 'rebuffering' && { stall_count: 2, stall_ms: step.lengthMs * 3 }),
      };
    }),
  ];
  return events.flatMap((fields, sequence) => {
    const isLost = sequence === 0 ? session.requestIsLost : (tabSteps[sequence - 1]?.isLost ?? false);
    if (isLost) return [];
    const { interval_ms, state, viewer_id, ...event } = aViewingEvent({
      ...about,
      content_id: sequence >= session.titleChangesAt ? 'title-2' : 'title-1',
      ...fields,
      sequence,
      event_id: `018f4e9c-5b1a-7c3e-${String(tab).padStart(4, '0')}-${String(n * 100 + sequence).padStart(12, '0')}`,
    });
    const viewer = viewers[sequence >= session.viewerChangesAt ? 1 : 0] ?? viewer_id;
    return [
      corrected(
        {
          ...event,
          ...(sequence > 0 && { interval_ms, state }),
          ...(session.isAnonymous ? { viewer_key_id: undefined } : { viewer_id: viewer }),
          received_at: event.event_ts + 200,
        },
        session.clockMs,
      ),
    ];
  });
};

/** The event of a player whose clock is this far behind, as the edge corrects it. */
const corrected = (event: ViewingEvent, clockMs: number): ViewingEvent =>
  clockMs === 0 ? event : { ...event, client_event_ts: event.event_ts + clockMs };

/** The same event in a body that is sent again later, byte for byte: the edge takes its delay for a clock that is behind. */
const copyOf = (event: ViewingEvent, lateMs: number): ViewingEvent => ({
  ...event,
  received_at: event.received_at + lateMs,
  ...(lateMs > 75_000 && {
    event_ts: event.event_ts + lateMs,
    client_event_ts: event.client_event_ts ?? event.event_ts,
  }),
});

/** The events of hostile sessions in the order of their receipt, copies included. `startedAt` is in epoch ms. */
export const hostileEvents = (
  startedAt: number,
  { minSessions = 1, maxSessions = 4 } = {},
): fc.Arbitrary<readonly ViewingEvent[]> =>
  fc
    .array(
      fc.tuple(sessions, fc.array(fc.tuple(fc.nat(40), fc.constantFrom(3_000, 60_000, 100_000)), { maxLength: 4 })),
      {
        minLength: minSessions,
        maxLength: maxSessions,
      },
    )
    .map((all) =>
      all
        .flatMap(([session, copies], n) => {
          const from = startedAt + n * 7_919;
          const events = [
            ...eventsOfTab(session, n, 0, session.steps, from),
            ...eventsOfTab(session, n, 1, session.secondTab, from).slice(session.secondTab.length > 0 ? 0 : 1),
          ];
          const again = copies.flatMap(([index, lateMs]) => {
            const event = events[index % Math.max(1, events.length)];
            return event ? [copyOf(event, lateMs)] : [];
          });
          return [...events, ...again];
        })
        .toSorted((one, other) => one.received_at - other.received_at),
    );

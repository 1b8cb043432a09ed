import { foldSession } from '../../domain/features/session-record';
import { type SessionSummary, summaryOf } from '../../domain/features/session-summary';
import { type PlayerEvent, VIEWING, type ViewingEvent } from '../../domain/families/viewing';
import { acceptEvents, type RefusedEvent } from '../../domain/ingest/accept-events';
import { readRequest } from '../../domain/ingest/read-request';
import { foldSessions, type Session } from '../../domain/lake';
import { decodeBounds } from '../../domain/live/bounds-codec';
import { FairShares, foldQuality, noTotals, type QualityTotals, toReports } from '../../domain/quality';
import type { StreamRecord } from '../../lambdas/live/count-viewers/count-viewers';
import { itemsOf, requestRecords } from './delivery';
import { anEvent, eventId, NOW, RECEPTION } from './events';
import { eventsBySession } from './feature-store';
import { noBounds, presenceAt } from './presence';
import { MAX_REPORT_BYTES, reportIn, SEED, COHORTS } from './quality';

const LIVE = { buckets: 4, salts: 2, closeAfterMs: 3_600_000 };

/** The streams at an instant as counted from batches. Bounds may be read before the sessions, or after them. */
export const countAt = (
  batches: readonly (readonly StreamRecord[])[],
  instant: number,
  boundsFirst: boolean,
): number => {
  const items = batches.flatMap((batch, n) =>
    itemsOf(
      batch.map((record) => ({ ...record, sequenceNumber: `${n}` })),
      LIVE,
    ),
  );
  const payloadsOf = (of: string) =>
    items
      .filter(({ partition }) => partition?.S?.split('#')[0] === of)
      .map(({ payload }) => Buffer.from(payload?.B ?? []));
  const bounds = noBounds();
  const presence = presenceAt(instant, bounds);
  const addSessions = (): void => payloadsOf(String(instant)).forEach((payload) => presence.add(payload));
  if (!boundsFirst) addSessions();
  for (const mark of payloadsOf('bounds').flatMap(decodeBounds)) {
    if (bounds.add(mark.contentId, mark.session, mark.bounds)) presence.rebound(mark.contentId, mark.session);
  }
  if (boundsFirst) addSessions();
  return presence.all.streams;
};

/** One event of a player: its name, its time in seconds after NOW, and its other fields. */
export type Moment = readonly [PlayerEvent['event'], number, Partial<PlayerEvent>?];

/** The events of one session, numbered in their order. `about` has the fields that they share. */
export const sessionOf = (moments: readonly Moment[], about: Partial<PlayerEvent> = {}, firstId = 0): PlayerEvent[] =>
  moments.map(([event, seconds, fields], sequence) =>
    anEvent({
      ...{ event, event_ts: NOW + seconds * 1_000, sequence, event_id: eventId(firstId + sequence) },
      ...(event === 'play_request' && { interval_ms: undefined, state: undefined }),
      ...about,
      ...fields,
    }),
  );

/** What the edge accepts and refuses of one request. Times are in epoch ms. */
export const sendAt = (
  events: readonly PlayerEvent[],
  sentAt: number,
  receivedAt = sentAt + 200,
): { readonly accepted: readonly ViewingEvent[]; readonly refused: readonly RefusedEvent[] } => {
  const request = readRequest(VIEWING, JSON.stringify({ sent_at: sentAt, events }));
  if ('reason' in request) throw new Error(request.reason);
  return acceptEvents(VIEWING, request, { ...RECEPTION, receivedAt });
};

/** The events that the edge accepts if each is sent when it happens. */
export const send = (events: readonly PlayerEvent[]): readonly ViewingEvent[] =>
  events.flatMap((event) => {
    const { accepted, refused } = sendAt([event], event.event_ts);
    if (refused[0]) throw new Error(`${refused[0].field} ${refused[0].reason}`);
    return accepted;
  });

/** The sessions of the lake. */
export const inLake = (events: readonly ViewingEvent[]): readonly Session[] => foldSessions(events);

/** The playbacks in the features of every known viewer, folded in the order of receipt. */
export const inFeatures = (events: readonly ViewingEvent[]): readonly SessionSummary[] =>
  [...new Set(events.map(({ viewer_id }) => viewer_id))].flatMap((viewer) => {
    if (viewer === undefined) return [];
    const own = events.filter(({ viewer_id }) => viewer_id === viewer);
    return eventsBySession(viewer, own).flatMap((playback) => {
      const record = foldSession(undefined, playback.events);
      return record ? [summaryOf(record)] : [];
    });
  });

/** The totals of all players in the alarms over all periods, if each event arrives in its own request. */
export const inQuality = (events: readonly ViewingEvent[]): QualityTotals => {
  const reports = events.flatMap((event) =>
    toReports([event], { accepted: 1, refused: 0 }, event.received_at, MAX_REPORT_BYTES).map(reportIn),
  );
  const sum = noTotals();
  for (const period of foldQuality(reports, COHORTS, new FairShares(SEED))) {
    const all = period.metricCohorts().find(({ cohort }) => Object.keys(cohort).length === 0)?.totals ?? noTotals();
    for (const name of Object.keys(sum) as (keyof QualityTotals)[]) if (name !== 'startupMs') sum[name] += all[name];
    for (const [ms, count] of all.startupMs) sum.startupMs.set(ms, (sum.startupMs.get(ms) ?? 0) + count);
  }
  return sum;
};

/** The live counts of every instant between two times, in seconds after NOW; each event arrives in its own batch. */
export const liveBetween = (events: readonly ViewingEvent[], from: number, to: number): readonly number[] => {
  const batches = events.map((event) => requestRecords([event], event.received_at, LIVE.buckets));
  const instants = Array.from({ length: (to - from) / 10 + 1 }, (_, n) => NOW + (from + 10 * n) * 1_000);
  return instants.map((instant) => countAt(batches, instant, false));
};

import type { ViewingEvent } from '../../../domain/families/viewing';
import { toReports } from '../../../domain/quality';
import type { ReceivedEvents } from './collect';

/** SQS bills messages by 64 KB. */
const MAX_REPORT_BYTES = 65_536;

/**
 * Reports the quality of viewing events to the alarms, independent of the stream: a stalled stream must not blind them. It
 * never rejects, because the events are stored anyway: a failure of the quality queue must not refuse events.
 */
export const reportQuality =
  (send: (message: string) => Promise<void>, report: (problem: string, error: unknown) => void) =>
  async ({ events, accepted, refused, receivedAt }: ReceivedEvents<ViewingEvent>): Promise<void> => {
    if (accepted + refused === 0) return; // every event was of an erased viewer
    const sent = toReports(events, { accepted, refused }, receivedAt, MAX_REPORT_BYTES).map((message) =>
      send(message).catch((error: unknown) => report('Could not send a quality report', error)),
    );
    await Promise.all(sent);
  };

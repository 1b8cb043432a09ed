import { foldQuality } from '../../../domain/quality/fold-quality';
import { writeShare } from '../../../domain/quality/period-share';
import { readReport } from '../../../domain/quality/quality-report';
import { type QueueMessage, readMessages } from '../read-messages';

/** What watching uses. */
export interface WatchServices {
  /** Sends a message to the queue `quality-totals`. */
  readonly send: (body: string) => Promise<void>;
  readonly cdns: ReadonlySet<string>;
}

/**
 * Folds a batch, and sends its share of each period to be published. Returns the ids of messages that `collect` did not
 * write: SQS delivers them again until they end in the dead-letter queue, and they do not block the others. Rejects if
 * SQS does not accept a share: then the whole batch is delivered again, and a share that was already sent counts twice, in
 * numerators and denominators alike.
 */
export const watchQuality = async (
  messages: readonly QueueMessage[],
  { send, cdns }: WatchServices,
): Promise<readonly string[]> => {
  const { contents: reports, unreadable } = readMessages(messages, readReport);
  await Promise.all(foldQuality(reports, cdns).map((period) => send(writeShare(period))));
  return unreadable;
};

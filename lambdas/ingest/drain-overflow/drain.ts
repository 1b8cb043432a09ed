import type { PackedRecord } from '../../../domain/ingest/pack-events';
import { decodeOverflow } from '../overflow-message';
import { type PutEntries, retryEntries } from 'aws-clients';

/** Where drained records go, and how a message that is not yet drained is put off. */
export interface DrainServices {
  readonly putEvents: PutEntries<PackedRecord>;
  readonly putQuarantine: PutEntries<string>;
  /** Makes the message visible again after that many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  readonly random: () => number;
}

/** Of an SQS record, what draining needs. */
export interface OverflowMessage {
  readonly body: string;
  readonly receiptHandle: string;
  /** How often the message has been received, this time included. */
  readonly receiveCount: number;
}

const RETRIES = { attempts: 3, firstWaitMs: 100 };

/** Short while an outage is young, so that counts are soon whole again; long once it has lasted for minutes. */
const longestWaitSeconds = (receiveCount: number): number => (receiveCount <= 60 ? 10 : 60);

/**
 * Puts one message's records back into their stream. True when all are there; else the message is put off, by seconds
 * at first and up to a minute in the end, and comes again whole: what was already put then stands in the stream twice,
 * which every reader must bear anyway.
 */
export const drain = async (message: OverflowMessage, services: DrainServices): Promise<boolean> => {
  const overflow = decodeOverflow(message.body);
  const left =
    overflow.target === 'events'
      ? await retryEntries(overflow.records, services.putEvents, RETRIES)
      : await retryEntries(overflow.records, services.putQuarantine, RETRIES);
  if (left.length === 0) return true;
  const ceiling = Math.min(2 ** message.receiveCount, longestWaitSeconds(message.receiveCount));
  await services.postpone(message.receiptHandle, Math.max(1, Math.ceil(ceiling * (0.5 + services.random() / 2))));
  return false;
};

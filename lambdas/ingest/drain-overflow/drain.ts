import { type PutEntries, retryEntries } from 'aws-clients';
import type { PackedRecord } from '../../../domain/ingest/pack-events';
import { decodeOverflow } from '../overflow-message';

/** Where drained records go, and how to postpone a message that could not be drained. */
export interface DrainServices {
  readonly putEvents: PutEntries<PackedRecord>;
  readonly putQuarantine: PutEntries<string>;
  /** Makes the message visible again after that many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  readonly random: () => number;
}

/** The part of an SQS record that draining needs. */
export interface OverflowMessage {
  readonly body: string;
  readonly receiptHandle: string;
  /** How often the message has been received, including this time. */
  readonly receiveCount: number;
}

const RETRIES = { attempts: 3, firstWaitMs: 100 };

/** Short at the beginning of an outage, so that counts are soon complete again; long once it has lasted for minutes. */
const longestWaitSeconds = (receiveCount: number): number => (receiveCount <= 60 ? 10 : 60);

/**
 * Puts the records of one message back into their stream. Returns true if the stream accepted all of them. Otherwise it
 * postpones the message, first by seconds and later by up to a minute, and SQS delivers the whole message again. Records
 * that were already put are then in the stream twice, which every reader tolerates.
 */
export const drain = async (message: OverflowMessage, services: DrainServices): Promise<boolean> => {
  const overflow = decodeOverflow(message.body);
  const refused =
    overflow.target === 'events'
      ? await retryEntries(overflow.records, services.putEvents, RETRIES)
      : await retryEntries(overflow.records, services.putQuarantine, RETRIES);
  if (refused.length === 0) return true;
  const maxSeconds = Math.min(2 ** message.receiveCount, longestWaitSeconds(message.receiveCount));
  await services.postpone(message.receiptHandle, Math.max(1, Math.ceil(maxSeconds * (0.5 + services.random() / 2))));
  return false;
};

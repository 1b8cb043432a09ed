import { randomUUID } from 'node:crypto';
import type { Faults } from '../../core/faults';
import type { RoleSession } from '../../core/iam';
import type { StreamRecord } from '../../core/ports';
import { type Backoff, waitBefore } from '../../core/backoff';
import { failedItems } from './batch-failures';
import { type FailureSinks, sendToDestination } from './failure-destination';
import { toKinesisEvent } from './kinesis-event';
import type { KinesisMapping } from './mapping-settings';
import type { Outcome, PayloadInvoker } from '../../core/ports';

/** The settings and services with which the batches of one mapping are delivered. */
export interface Delivery {
  readonly mapping: KinesisMapping;
  readonly invoker: PayloadInvoker;
  readonly sinks: FailureSinks;
  /** The session of the function's role; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
  readonly faults: Faults;
  readonly backoff: Backoff;
  /** Aborted when the embedded cloud stops; unsettled records are delivered again after the restart. */
  readonly signal: AbortSignal;
  /** Receives the result of each invocation, for listings. */
  readonly report: (result: string) => void;
  /** Adds a line to the function's log. */
  readonly log: (line: string) => void;
  /** Records the age of the last record of a batch at its delivery, ms. */
  readonly noteAge: (ageMs: number) => void;
  /** Counts the records that reached the on-failure destination. */
  readonly noteOnFailureDelivery: (records: number) => void;
}

type Records = readonly StreamRecord[];

/** A part of a batch that is still to be delivered. */
interface Attempt {
  readonly records: Records;
  readonly retries: number;
  readonly invocations: number;
}

/**
 * Delivers one batch: retries, bisects, resumes after a partial failure and discards, as described in
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html. Calls `onSettled` with the number of
 * records that each attempt settles, in order. Resolves when every record is settled, or when the signal aborts.
 */
export const deliverBatch = async (
  delivery: Delivery,
  shardId: string,
  batch: Records,
  onSettled: (count: number) => void,
): Promise<void> => {
  const pending: Attempt[] = [{ records: batch, retries: 0, invocations: 0 }];
  for (let attempt = pending.shift(); attempt; attempt = pending.shift()) {
    const remaining = await new AttemptRun(delivery, shardId, attempt).run();
    if (remaining === undefined) return;
    pending.unshift(...remaining);
    onSettled(attempt.records.length - remaining.reduce((sum, { records }) => sum + records.length, 0));
  }
};

/** One attempt to deliver a part of a batch. */
class AttemptRun {
  /** The records that are not older than the maximum age. */
  private readonly fresh: Records;

  constructor(
    private readonly delivery: Delivery,
    private readonly shardId: string,
    private readonly attempt: Attempt,
  ) {
    const horizon = Date.now() - delivery.mapping.maxAgeMs;
    this.fresh = attempt.records.filter(({ arrivedAt }) => arrivedAt >= horizon);
  }

  /** Returns the parts that are still to be delivered, in order; undefined when the signal aborted. */
  async run(): Promise<readonly Attempt[] | undefined> {
    const expired = this.attempt.records.slice(0, this.attempt.records.length - this.fresh.length);
    if (expired.length === 0) return this.deliver();
    if (!(await this.discard(expired, 'MaximumRecordAgeExceeded'))) return undefined;
    return this.fresh.length > 0 ? [{ ...this.attempt, records: this.fresh }] : [];
  }

  private async deliver(): Promise<readonly Attempt[] | undefined> {
    const outcome = await this.invoke();
    // The stop may have ended the invocation, so the failure does not count for the records.
    if (!outcome.ok && this.delivery.signal.aborted) return undefined;
    const failedFrom = this.failedFrom(outcome);
    this.delivery.report(failedFrom === undefined ? 'OK' : 'PROBLEM: Function call failed');
    if (failedFrom === undefined) return this.succeed();
    const invocations = this.attempt.invocations + 1;
    // A throttled call never reached the function: it does not count as a retry, and a smaller batch would not help.
    if (!outcome.ok && outcome.throttled) {
      return (await this.wait(invocations)) ? [{ ...this.attempt, invocations }] : undefined;
    }
    if (failedFrom !== 'whole') return this.retryFrom(failedFrom);
    return this.delivery.mapping.bisects && this.fresh.length > 1 ? this.bisect() : this.retryFrom(0);
  }

  private invoke(): Promise<Outcome> {
    const { invoker, mapping, noteAge } = this.delivery;
    const last = this.fresh.at(-1);
    if (last) noteAge(Math.max(0, Date.now() - last.arrivedAt));
    return invoker.invokePayload(mapping.functionArn, toKinesisEvent(this.fresh, this.shardId, mapping.sourceArn));
  }

  /** The index of the first failed record; 'whole' when the batch failed, undefined when it succeeded. */
  private failedFrom(outcome: Outcome): number | 'whole' | undefined {
    if (!outcome.ok) return 'whole';
    if (!this.delivery.mapping.reportsItemFailures) return undefined;
    const failed = failedItems(outcome.payload);
    if (failed?.length === 0) return undefined;
    const indexes = failed?.map((sequence) =>
      this.fresh.findIndex(({ sequenceNumber }) => sequenceNumber === sequence),
    );
    const lowest = Math.min(...(indexes ?? [-1]));
    return lowest < 0 ? 'whole' : lowest;
  }

  private async succeed(): Promise<readonly Attempt[]> {
    if (this.delivery.faults.strikes('lambda', 'deliverTwice')) await this.invoke();
    return [];
  }

  private bisect(): readonly Attempt[] {
    const { retries, invocations } = this.attempt;
    const middle = Math.ceil(this.fresh.length / 2);
    const halves = [this.fresh.slice(0, middle), this.fresh.slice(middle)];
    return halves.map((records) => ({ records, retries, invocations: invocations + 1 }));
  }

  /** Retries count for the first record of the attempt, so they start at 0 when earlier records succeeded. */
  private async retryFrom(index: number): Promise<readonly Attempt[] | undefined> {
    const records = this.fresh.slice(index);
    const retries = (index > 0 ? 0 : this.attempt.retries) + 1;
    const invocations = this.attempt.invocations + 1;
    if (retries > this.delivery.mapping.maxRetries) {
      return (await this.discard(records, 'RetryAttemptsExhausted')) ? [] : undefined;
    }
    return (await this.wait(retries)) ? [{ records, retries, invocations }] : undefined;
  }

  private wait(attempt: number): Promise<boolean> {
    return waitBefore(attempt, this.delivery.backoff, this.delivery.signal);
  }

  /** Discards records; returns false when the signal aborted before they reached the destination. */
  private async discard(records: Records, condition: string): Promise<boolean> {
    const { mapping, signal, log, noteOnFailureDelivery } = this.delivery;
    log(`${mapping.uuid} ${condition}: discarded ${records.length} records of ${this.shardId}`);
    if (mapping.onFailure === undefined) return true;
    const discarded = {
      document: this.toDocument(records, condition),
      payload: toKinesisEvent(records, this.shardId, mapping.sourceArn),
      keyPrefix: `aws/lambda/${mapping.uuid}/${this.shardId}`,
    };
    const sent = await sendToDestination(mapping.onFailure, discarded, this.delivery);
    if (sent) noteOnFailureDelivery(records.length);
    else if (!signal.aborted) log(`${mapping.uuid} could not write the records to ${mapping.onFailure}; they are lost`);
    return sent || !signal.aborted;
  }

  private toDocument(records: Records, condition: string) {
    const { mapping } = this.delivery;
    const [first] = records;
    const last = records.at(-1);
    return {
      requestContext: {
        requestId: randomUUID(),
        functionArn: mapping.functionArn,
        condition,
        approximateInvokeCount: this.attempt.invocations + (condition === 'RetryAttemptsExhausted' ? 1 : 0),
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date().toISOString(),
      KinesisBatchInfo: {
        shardId: this.shardId,
        startSequenceNumber: first?.sequenceNumber,
        endSequenceNumber: last?.sequenceNumber,
        approximateArrivalOfFirstRecord: toIso(first),
        approximateArrivalOfLastRecord: toIso(last),
        batchSize: records.length,
        streamArn: mapping.sourceArn,
      },
    };
  }
}

const toIso = (record: StreamRecord | undefined): string => new Date(record?.arrivedAt ?? 0).toISOString();

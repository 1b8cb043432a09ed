import { randomUUID } from 'node:crypto';
import type { Faults } from '../../core/faults';
import type { StreamRecord } from '../../core/ports';
import { type Backoff, waitBefore } from '../../core/backoff';
import { failedItems } from './batch-failures';
import { type FailureSinks, sendToDestination } from './failure-destination';
import { toKinesisEvent } from './kinesis-event';
import type { KinesisMapping } from './mapping-settings';
import type { Outcome, PayloadInvoker } from '../../core/ports';

/** What delivering the batches of one mapping takes. */
export interface Delivery {
  readonly mapping: KinesisMapping;
  readonly invoker: PayloadInvoker;
  readonly sinks: FailureSinks;
  readonly faults: Faults;
  readonly backoff: Backoff;
  /** Aborted when the embedded cloud stops: what is not settled by then is delivered after the restart. */
  readonly signal: AbortSignal;
  /** Hears what the last invocation came to, for listings. */
  readonly report: (result: string) => void;
  /** For what nobody else learns of. */
  readonly log: (line: string) => void;
  /** Takes in how old the last record of a batch is as it is handed over, ms. */
  readonly noteAge: (ageMs: number) => void;
  /** Takes in how many records reached the on-failure destination. */
  readonly noteGivenUp: (records: number) => void;
}

type Records = readonly StreamRecord[];

/** Part of a batch on its way to the function. */
interface Attempt {
  readonly records: Records;
  readonly retries: number;
  readonly invocations: number;
}

/**
 * Delivers one batch: retries, bisects, resumes after a partial failure and discards, as
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html has it. Resolves when every record is
 * settled, which `onSettled` hears of as it happens and in order, or when the signal came.
 */
export const deliverBatch = async (
  delivery: Delivery,
  shardId: string,
  batch: Records,
  onSettled: (count: number) => void,
): Promise<void> => {
  const pending: Attempt[] = [{ records: batch, retries: 0, invocations: 0 }];
  for (let attempt = pending.shift(); attempt; attempt = pending.shift()) {
    const left = await new AttemptRun(delivery, shardId, attempt).run();
    if (left === undefined) return;
    pending.unshift(...left);
    onSettled(attempt.records.length - left.reduce((sum, { records }) => sum + records.length, 0));
  }
};

/** One try of one part of a batch. */
class AttemptRun {
  private readonly fresh: Records;

  constructor(
    private readonly delivery: Delivery,
    private readonly shardId: string,
    private readonly attempt: Attempt,
  ) {
    const horizon = Date.now() - delivery.mapping.maxAgeMs;
    this.fresh = attempt.records.filter(({ arrivedAt }) => arrivedAt >= horizon);
  }

  /** What is left to be tried, in order; undefined when the signal came. */
  async run(): Promise<readonly Attempt[] | undefined> {
    const expired = this.attempt.records.slice(0, this.attempt.records.length - this.fresh.length);
    if (expired.length === 0) return this.deliver();
    if (!(await this.discard(expired, 'MaximumRecordAgeExceeded'))) return undefined;
    return this.fresh.length > 0 ? [{ ...this.attempt, records: this.fresh }] : [];
  }

  private async deliver(): Promise<readonly Attempt[] | undefined> {
    const outcome = await this.invoke();
    // The stop may be what ended it: nothing is held against the records.
    if (!outcome.ok && this.delivery.signal.aborted) return undefined;
    const failedFrom = this.failedFrom(outcome);
    this.delivery.report(failedFrom === undefined ? 'OK' : 'PROBLEM: Function call failed');
    if (failedFrom === undefined) return this.succeed();
    const invocations = this.attempt.invocations + 1;
    // A throttled call never reached the function: it is no retry, and a smaller batch would fare no better.
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

  /** The index of the first failed record, 'whole' for a failure of the batch, undefined for success. */
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

  /** Retries are counted for the record at the head: one that failed behind others starts anew. */
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

  /** False when the signal came first. */
  private async discard(records: Records, condition: string): Promise<boolean> {
    const { mapping, sinks, backoff, signal, log, noteGivenUp } = this.delivery;
    log(`${mapping.uuid} ${condition}: discarded ${records.length} records of ${this.shardId}`);
    if (mapping.onFailure === undefined) return true;
    const discarded = {
      document: this.toDocument(records, condition),
      payload: toKinesisEvent(records, this.shardId, mapping.sourceArn),
      keyPrefix: `aws/lambda/${mapping.uuid}/${this.shardId}`,
    };
    const sent = await sendToDestination(sinks, mapping.onFailure, discarded, backoff, signal);
    if (sent) noteGivenUp(records.length);
    else if (!signal.aborted) log(`${mapping.uuid} could not write to ${mapping.onFailure}: these records are lost`);
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

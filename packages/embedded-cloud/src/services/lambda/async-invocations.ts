import { randomUUID } from 'node:crypto';
import type { DeclaredResource } from '../../core/service';
import { Fields } from '../../core/fields';
import { type Backoff, waitBefore } from '../../core/backoff';
import type { RoleSession } from '../../core/iam';
import { checkDestination, type FailureSinks, sendToDestination } from './failure-destination';
import type { Outcome, PayloadInvoker } from '../../core/ports';

/** How Lambda retries a failed asynchronous invocation: AWS::Lambda::EventInvokeConfig. */
export interface AsyncSettings {
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly onFailure: string | undefined;
}

/** The settings of a function without an EventInvokeConfig, as on AWS. */
export const ASYNC_DEFAULTS: AsyncSettings = { maxRetries: 2, maxAgeMs: 21_600_000, onFailure: undefined };

/** Reads an AWS::Lambda::EventInvokeConfig. */
export const toAsyncSettings = (resource: DeclaredResource): AsyncSettings => {
  const fields = new Fields(resource.properties);
  const onFailure = fields.object('DestinationConfig')?.object('OnFailure')?.optionalString('Destination');
  if (onFailure !== undefined) checkDestination(onFailure);
  return {
    maxRetries: fields.optionalNumber('MaximumRetryAttempts') ?? ASYNC_DEFAULTS.maxRetries,
    maxAgeMs: (fields.optionalNumber('MaximumEventAgeInSeconds') ?? ASYNC_DEFAULTS.maxAgeMs / 1000) * 1000,
    onFailure,
  };
};

/** The dependencies of asynchronous invocations. */
export interface AsyncInvocationsProps {
  readonly invoker: PayloadInvoker;
  readonly sinks: FailureSinks;
  /** The session of a function's role, which writes to the on-failure destination. */
  readonly sessionOf: (functionArn: string) => RoleSession | undefined;
  readonly backoff: Backoff;
  readonly log: (functionArn: string, line: string) => void;
  readonly noteDrop: (functionArn: string) => void;
}

/**
 * Asynchronous invocations: Lambda's own queue in front of a function. The queue is in memory, so a stop loses the
 * invocations that wait for a retry; the function's log has a line for each of them.
 */
export class AsyncInvocations {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly props: AsyncInvocationsProps) {}

  submit(functionArn: string, payload: string, settings: AsyncSettings): void {
    const run = this.run(functionArn, payload, settings).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run(functionArn: string, payload: string, settings: AsyncSettings): Promise<void> {
    const startedAt = Date.now();
    const { signal } = this.stopping;
    let failures = 0;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.props.invoker.invokePayload(functionArn, payload);
      if (outcome.ok) return;
      // A throttled call is retried until it is too old; only errors of the function count as retries.
      if (!outcome.throttled) failures += 1;
      const isExhausted = failures > settings.maxRetries;
      if (isExhausted || Date.now() - startedAt > settings.maxAgeMs) {
        await this.drop(
          functionArn,
          payload,
          settings,
          failures,
          outcome,
          isExhausted ? 'RetriesExhausted' : 'EventAgeExceeded',
        );
        return;
      }
      if (!(await waitBefore(attempt, this.props.backoff, signal))) {
        this.props.log(
          functionArn,
          'Asynchronous invocation dropped: the embedded cloud stopped before the next retry',
        );
        return;
      }
    }
  }

  private async drop(
    functionArn: string,
    payload: string,
    { onFailure }: AsyncSettings,
    invocations: number,
    outcome: Outcome,
    condition: string,
  ): Promise<void> {
    this.props.log(functionArn, `Asynchronous invocation dropped: ${condition}`);
    this.props.noteDrop(functionArn);
    if (onFailure === undefined) return;
    const document = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${functionArn}:$LATEST`,
        condition,
        approximateInvokeCount: invocations,
      },
      requestPayload: JSON.parse(payload) as unknown,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: outcome.ok ? null : outcome.error,
    };
    const keyPrefix = `aws/lambda/async/${functionArn.slice(functionArn.lastIndexOf(':') + 1)}`;
    const discarded = { document, payload, keyPrefix };
    const sent = await sendToDestination(onFailure, discarded, {
      ...this.props,
      session: this.props.sessionOf(functionArn),
      signal: this.stopping.signal,
    });
    if (!sent) this.props.log(functionArn, `Could not write the event to ${onFailure}; it is lost`);
  }
}

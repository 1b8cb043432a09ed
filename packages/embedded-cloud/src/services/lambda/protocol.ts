import type { FunctionError, Outcome } from '../../core/ports';

/** The settings that a worker receives when it starts. */
export interface WorkerSettings {
  /** The folder of the bundle. */
  readonly taskRoot: string;
  /** `<file>.<export>`, such as index.handler. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** One invocation. The event is JSON text, because threads copy a string faster than an object graph. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: string;
  /** Epoch ms at which the invocation times out. */
  readonly deadline: number;
}

/** A message from a worker. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  /** Lines that the function wrote, each one log event. */
  | { readonly type: 'output'; readonly lines: readonly string[] }
  | { readonly type: 'initFailed'; readonly error: FunctionError }
  | { readonly type: 'succeeded'; readonly payload: string }
  | { readonly type: 'failed'; readonly error: FunctionError };

/** The outcome of a failed function. */
export const failure = (error: FunctionError): Outcome => ({ ok: false, throttled: false, error });

/** The outcome of a throttled call. */
export const throttle = (errorMessage = 'Rate Exceeded.'): Outcome => ({
  ok: false,
  throttled: true,
  error: { errorType: 'TooManyRequestsException', errorMessage },
});

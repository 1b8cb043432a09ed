import type { FunctionError, Outcome } from '../../core/ports';

/** What a worker is told about its function when it starts. */
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

/** One event for the worker's handler; as JSON text, so that no graph of objects is cloned between threads. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: string;
  /** Epoch ms at which the invocation times out. */
  readonly deadline: number;
}

/** What a worker says. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'initFailed'; readonly error: FunctionError }
  | { readonly type: 'succeeded'; readonly payload: string }
  | { readonly type: 'failed'; readonly error: FunctionError };

/** The outcome of a function that failed. */
export const failure = (error: FunctionError): Outcome => ({ ok: false, throttled: false, error });

/** The outcome of a call that Lambda did not take. */
export const throttle = (errorMessage = 'Rate Exceeded.'): Outcome => ({
  ok: false,
  throttled: true,
  error: { errorType: 'TooManyRequestsException', errorMessage },
});

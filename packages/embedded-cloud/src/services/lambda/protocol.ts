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

/** An error as the Node.js runtime of Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What a worker says. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'initFailed'; readonly error: FunctionError }
  | { readonly type: 'succeeded'; readonly payload: string }
  | { readonly type: 'failed'; readonly error: FunctionError };

/** What an invocation came to; `throttled` when the function was never called. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly throttled: boolean; readonly error: FunctionError };

/** Lambda, as the triggers that speak JSON text call it; for those that hold objects see Invoker in ports.ts. */
export interface PayloadInvoker {
  invokePayload(functionArn: string, payload: string): Promise<Outcome>;
}

/** The outcome of a function that failed. */
export const failure = (error: FunctionError): Outcome => ({ ok: false, throttled: false, error });

/** The outcome of a call that Lambda did not take. */
export const throttle = (errorMessage = 'Rate Exceeded.'): Outcome => ({
  ok: false,
  throttled: true,
  error: { errorType: 'TooManyRequestsException', errorMessage },
});

// eslint-disable-next-line no-restricted-syntax -- it loads a bundle whose path comes from the templates
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from '../../core/ports';
import type { InvocationRequest, WorkerMessage, WorkerSettings } from './protocol';

/**
 * The code inside a worker thread, in place of Lambda's own Node.js runtime. It loads the function's bundle and calls its
 * handler with one event at a time. function-worker.ts bundles this file; no module imports it.
 */

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as WorkerSettings;

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

const loadHandler = (): Handler => {
  const dot = settings.handler.lastIndexOf('.');
  const file = join(settings.taskRoot, `${settings.handler.slice(0, dot)}.js`);
  const bundle: unknown = createRequire(file)(file);
  const handler = (bundle as Record<string, unknown>)[settings.handler.slice(dot + 1)];
  if (typeof handler === 'function') return handler as Handler;
  throw Object.assign(new Error(`${settings.handler} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  });
};

const toContext = ({ requestId, deadline }: InvocationRequest): object => ({
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: true,
  functionName: settings.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: settings.functionArn,
  memoryLimitInMB: String(settings.memorySizeMb),
  logGroupName: settings.logGroupName,
  logStreamName: settings.logStreamName,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const toFunctionError = (thrown: unknown): FunctionError => {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
};

const run = async (handler: Handler, request: InvocationRequest): Promise<void> => {
  try {
    const result: unknown = await handler(JSON.parse(request.payload), toContext(request));
    const text: unknown = JSON.stringify(result);
    // JSON.stringify returns undefined for undefined; Lambda returns null for it.
    post({ type: 'succeeded', payload: typeof text === 'string' ? text : 'null' });
  } catch (thrown) {
    const error = toFunctionError(thrown);
    const line = `${new Date().toISOString()}\t${request.requestId}\tERROR\tInvoke Error\t${JSON.stringify(error)}\n`;
    process.stderr.write(line);
    post({ type: 'failed', error });
  }
};

try {
  const handler = loadHandler();
  parentPort?.on('message', (request: InvocationRequest) => void run(handler, request));
  post({ type: 'ready' });
} catch (thrown) {
  post({ type: 'initFailed', error: toFunctionError(thrown) });
}

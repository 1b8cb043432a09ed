// eslint-disable-next-line no-restricted-syntax -- what it loads is a bundle that the templates name
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from '../../core/ports';
import type { InvocationRequest, WorkerMessage, WorkerSettings } from './protocol';

/**
 * What runs inside a worker thread, in the place of Lambda's own Node.js runtime: loads the bundle, then hands its
 * handler one event at a time. function-worker.ts bundles this file; nothing imports it.
 */

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as WorkerSettings;

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

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
    // JSON has no text for undefined: Lambda answers null.
    say({ type: 'succeeded', payload: typeof text === 'string' ? text : 'null' });
  } catch (thrown) {
    const error = toFunctionError(thrown);
    const line = `${new Date().toISOString()}\t${request.requestId}\tERROR\tInvoke Error\t${JSON.stringify(error)}\n`;
    process.stderr.write(line);
    say({ type: 'failed', error });
  }
};

try {
  const handler = loadHandler();
  parentPort?.on('message', (request: InvocationRequest) => void run(handler, request));
  say({ type: 'ready' });
} catch (thrown) {
  say({ type: 'initFailed', error: toFunctionError(thrown) });
}

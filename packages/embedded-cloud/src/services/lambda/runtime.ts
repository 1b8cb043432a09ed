// eslint-disable-next-line no-restricted-syntax -- it loads a bundle whose path comes from the templates
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format } from 'node:util';
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

/**
 * Sends what the function writes with the other messages instead of through the thread's own pipes. So it arrives before
 * the outcome of the invocation that wrote it.
 */
const redirect = (stream: NodeJS.WriteStream): void => {
  stream._write = (chunk: Buffer | string, _encoding, done) => {
    post({ type: 'output', lines: linesOf(String(chunk)) });
    done();
  };
};

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

const LEVELS = { debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', trace: 'TRACE' } as const;

/** The invocation that runs. */
let requestId: string | undefined;

/** One log event per call, as the runtime of AWS formats it. */
const writeLine = (level: string, message: string): void => {
  post({ type: 'output', lines: [`${new Date().toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${message}`] });
};

const patchConsole = (): void => {
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, string][]) {
    // eslint-disable-next-line no-console -- it replaces the console of the functions
    console[name] = (...values: unknown[]) => writeLine(level, format(...values));
  }
};

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
  requestId = request.requestId;
  try {
    const result: unknown = await handler(JSON.parse(request.payload), toContext(request));
    const text: unknown = JSON.stringify(result);
    // JSON.stringify returns undefined for undefined; Lambda returns null for it.
    post({ type: 'succeeded', payload: typeof text === 'string' ? text : 'null' });
  } catch (thrown) {
    const error = toFunctionError(thrown);
    writeLine('ERROR', `Invoke Error \t${JSON.stringify(error)}`);
    post({ type: 'failed', error });
  }
};

redirect(process.stdout);
redirect(process.stderr);
patchConsole();
try {
  const handler = loadHandler();
  parentPort?.on('message', (request: InvocationRequest) => void run(handler, request));
  post({ type: 'ready' });
} catch (thrown) {
  post({ type: 'initFailed', error: toFunctionError(thrown) });
}

import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * Settings that every SDK client in a Lambda function shares. They use HTTP/1.1 for all services, although the Kinesis client
 * defaults to HTTP/2: one pool of kept-alive connections is enough for a handler.
 * A call that hangs fails after `requestTimeoutMs`, early enough for the handler to react.
 */
export const clientSettings = (maxAttempts: number, requestTimeoutMs = 3_000) =>
  settings(maxAttempts, requestTimeoutMs, 1_000);

/** Settings as in {@link clientSettings}, with the time to connect as a parameter. */
export const settings = (maxAttempts: number, requestTimeoutMs: number, connectionTimeoutMs: number) => ({
  maxAttempts,
  cacheMiddleware: true, // saves a tenth of the cost of a call; allowed because no caller adds middleware later
  requestHandler: new NodeHttpHandler({
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  }),
});

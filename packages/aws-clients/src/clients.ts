import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * Settings of every SDK client. HTTP/1.1, also for Kinesis whose client would speak HTTP/2: one pool of kept-alive
 * connections is all that a handler needs, and an http:// endpoint works. A call that hangs is given up in time for
 * the handler to do something about it.
 */
export const clientSettings = (maxAttempts: number, requestTimeoutMs = 3_000) => ({
  maxAttempts,
  cacheMiddleware: true, // nothing here adds middleware later: a tenth of a call's cost is saved
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  }),
});

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toCollectRequest, toHttpResult } from '../../../../lambdas/ingest/collect/http';
import { NOW } from '../../../support/events';

type Parts = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

const gatewayEvent = ({ headers, body, isBase64Encoded }: Parts): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'POST /v1/events',
  rawPath: '/v1/events',
  rawQueryString: '',
  headers,
  ...(body !== undefined && { body }),
  isBase64Encoded,
  requestContext: {
    accountId: '1',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'player' },
    requestId: 'request-1',
    routeKey: 'POST /v1/events',
    stage: '$default',
    time: '02/Nov/2026:20:00:00 +0000',
    timeEpoch: NOW,
  },
});

describe('toCollectRequest', () => {
  it('converts a text body to UTF-8 bytes, with request id, time and origin', () => {
    const headers = { 'content-type': 'text/plain', origin: 'https://www.example.com' };
    expect(toCollectRequest(gatewayEvent({ headers, body: '世', isBase64Encoded: false }))).toEqual({
      requestId: 'request-1',
      receivedAt: NOW,
      contentType: 'text/plain',
      contentEncoding: '',
      bytes: Buffer.from([0xe4, 0xb8, 0x96]),
      origin: 'https://www.example.com',
    });
  });

  it('decodes a binary body, and has no origin for a request of an app', () => {
    const body = Buffer.of(0x1f, 0x8b, 0xff).toString('base64');
    const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
    const request = toCollectRequest(gatewayEvent({ headers, body, isBase64Encoded: true }));
    expect(request).toMatchObject({ contentEncoding: 'gzip', bytes: Buffer.of(0x1f, 0x8b, 0xff) });
    expect(request).not.toHaveProperty('origin');
  });

  it('uses empty values for missing headers and a missing body', () => {
    const request = toCollectRequest(gatewayEvent({ headers: {}, isBase64Encoded: false }));
    expect(request).toMatchObject({ contentType: '', contentEncoding: '', bytes: Buffer.alloc(0) });
  });
});

describe('toHttpResult', () => {
  it('returns JSON that must not be cached, with the time to retry if there is one', () => {
    expect(toHttpResult({ status: 202, body: { accepted: 1 } })).toEqual({
      statusCode: 202,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"accepted":1}',
    });
    expect(toHttpResult({ status: 503, body: {}, retryAfterSeconds: 4 })).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '4' },
    });
  });

  it('names the content codings that the sender may use instead', () => {
    expect(toHttpResult({ status: 415, body: {}, acceptEncoding: 'identity' })).toMatchObject({
      statusCode: 415,
      headers: { 'accept-encoding': 'identity' },
    });
  });
});

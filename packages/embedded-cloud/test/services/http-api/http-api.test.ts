import { AWS_LIMITS } from '../../../src/core/limits';
import type { Outcome } from '../../../src/core/ports';
import { provision } from '../../../src/testing/endpoint';
import { TestApi } from './test-api';

let api: TestApi;

beforeEach(async () => {
  api = await TestApi.open();
});

afterEach(() => api.close());

describe('the event of a function', () => {
  it('has payload format 2.0', async () => {
    const apiId = await api.declare(['POST /v1/events']);
    const headers = { 'content-type': 'application/json', cookie: 'a=1; b=2' };
    const sentAt = Date.now();
    await api.post('{"é":1}', headers, '/v1/events?x=1&x=2&y=z');
    expect(api.events).toMatchObject([
      {
        version: '2.0',
        routeKey: 'POST /v1/events',
        rawPath: '/v1/events',
        rawQueryString: 'x=1&x=2&y=z',
        queryStringParameters: { x: '1,2', y: 'z' },
        cookies: ['a=1', 'b=2'],
        headers: { 'content-type': 'application/json', 'content-length': '8' },
        requestContext: {
          accountId: '000000000000',
          apiId,
          http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
          routeKey: 'POST /v1/events',
          stage: '$default',
        },
        body: '{"é":1}',
        isBase64Encoded: false,
      },
    ]);
    const { timeEpoch, time } = api.events[0]?.['requestContext'] as { timeEpoch: number; time: string };
    expect(timeEpoch).toBeGreaterThanOrEqual(sentAt);
    expect(timeEpoch).toBeLessThanOrEqual(Date.now());
    expect(time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it.each(['application/octet-stream', 'application/x-www-form-urlencoded', 'application/problem+json', ''])(
    'has a Base64 body when the content type of the request is %j',
    async (contentType) => {
      await api.declare(['POST /v1/events']);
      const headers: Record<string, string> = contentType === '' ? {} : { 'content-type': contentType };
      await api.post(Buffer.from('x'), headers);
      expect(api.events).toMatchObject([{ isBase64Encoded: true, body: Buffer.from('x').toString('base64') }]);
    },
  );

  it.each(['text/csv', 'application/json; charset=utf-8', 'Application/XML', 'application/javascript'])(
    'has a mangled body when the body of the request is gzip with the content type %s',
    async (contentType) => {
      await api.declare(['POST /v1/events']);
      const headers = { 'content-type': contentType, 'content-encoding': 'gzip' };
      await api.post(new Uint8Array([0x1f, 0x8b, 0x08, 0xff]), headers);
      expect(api.events).toMatchObject([{ isBase64Encoded: false, body: '\u001f\ufffd\b\ufffd' }]);
    },
  );
});

describe('the route of a request', () => {
  it('is the most specific one, and its path parameters are decoded', async () => {
    await api.declare(['$default', 'ANY /v1/{proxy+}', 'GET /v1/titles/{id}', 'GET /v1/titles/top']);
    const paths = ['/v1/titles/top', '/v1/titles/a%20b', '/v1/titles/a/b', '/other'];
    for (const path of paths) await fetch(api.address + path);
    expect(api.events.map(({ routeKey, pathParameters }) => [routeKey, pathParameters])).toEqual([
      ['GET /v1/titles/top', undefined],
      ['GET /v1/titles/{id}', { id: 'a b' }],
      ['ANY /v1/{proxy+}', { proxy: 'titles/a/b' }],
      ['$default', undefined],
    ]);
  });

  it('does not exist for an undeclared method or path', async () => {
    await api.declare(['POST /v1/events']);
    expect((await fetch(`${api.address}/v1/events`)).status).toBe(404);
    expect((await fetch(`${api.address}/v1`)).status).toBe(404);
  });

  it('is below the prefix of a named stage', async () => {
    await api.declare(['POST /v1/events'], {}, { StageName: 'prod' });
    expect((await api.post('{}', {}, '/prod/v1/events')).status).toBe(200);
    expect((await api.post('{}')).status).toBe(404);
    expect(api.events).toMatchObject([{ rawPath: '/prod/v1/events', requestContext: { stage: 'prod' } }]);
  });
});

describe('the response', () => {
  it('is the one that the function returns', async () => {
    await api.declare(['POST /v1/events']);
    api.returnValue({
      statusCode: 202,
      headers: { 'X-Accepted': 3 },
      cookies: ['a=1'],
      body: Buffer.from('hi').toString('base64'),
      isBase64Encoded: true,
    });
    const response = await api.post('{}');
    expect([response.status, await response.text()]).toEqual([202, 'hi']);
    expect(response.headers.get('x-accepted')).toBe('3');
    expect(response.headers.get('set-cookie')).toBe('a=1');
  });

  it('has status 200 and the result as its body when the function returns no status', async () => {
    await api.declare(['POST /v1/events']);
    api.returnValue({ accepted: 3 });
    const response = await api.post('{}');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toEqual({ accepted: 3 });
  });

  const failure = (throttled: boolean): Outcome => ({
    ok: false,
    throttled,
    error: { errorType: 'E', errorMessage: '' },
  });
  it.each<[string, Outcome, number, string]>([
    ['a failed invocation', failure(false), 500, 'Internal Server Error'],
    ['a throttled invocation', failure(true), 503, 'Service Unavailable'],
    ['an invalid result', { ok: true, payload: '{"statusCode":"soon"}' }, 500, 'Internal Server Error'],
  ])('to %s is the one of API Gateway', async (_, outcome, status, message) => {
    await api.declare(['POST /v1/events']);
    api.outcome = outcome;
    const response = await api.post('{}');
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message });
  });

  it('to a request that the function does not answer in time has status 503', async () => {
    const slow = await TestApi.open({ limits: { ...AWS_LIMITS, integrationMs: 50 } });
    slow.invocationMs = 1_000;
    await slow.declare(['POST /v1/events']);
    const late = await slow.post('x');
    expect([late.status, await late.json()]).toEqual([503, { message: 'Service Unavailable' }]);
    await slow.close();
  });

  it('to a request that exceeds the limit of Lambda has status 413', async () => {
    await api.declare(['POST /v1/events']);
    const rejected = await api.post('x'.repeat(6 * 1024 * 1024));
    expect([rejected.status, await rejected.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(api.events).toEqual([]);
  });
});

describe('CORS', () => {
  const CorsConfiguration = {
    AllowOrigins: ['https://play.example'],
    AllowMethods: ['POST'],
    AllowHeaders: ['content-type'],
    ExposeHeaders: ['retry-after'],
    MaxAge: 300,
  };
  const preflight = (origin: string) =>
    fetch(`${api.address}/v1/events`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  it('answers preflight requests without the function', async () => {
    await api.declare(['POST /v1/events'], { CorsConfiguration });
    const allowed = await preflight('https://play.example');
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://play.example',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '300',
    });
    expect((await preflight('https://other.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect(api.events).toEqual([]);
  });

  it('replaces the headers of the function', async () => {
    await api.declare(['POST /v1/events'], { CorsConfiguration });
    api.returnValue({ statusCode: 202, headers: { 'Access-Control-Allow-Origin': 'https://function.example' } });
    const response = await api.post('{}', { origin: 'https://play.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://play.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('retry-after');
  });
});

describe('throttling', () => {
  afterEach(() => jest.restoreAllMocks());

  it('rejects the requests to a route that exceed its burst, until its rate admits the next one', async () => {
    let now = 1_800_000_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const DefaultRouteSettings = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 2 };
    await api.declare(['POST /v1/events'], {}, { DefaultRouteSettings });
    expect((await api.post('{}')).status).toBe(200);
    expect((await api.post('{}')).status).toBe(200);
    const rejected = await api.post('{}');
    expect([rejected.status, await rejected.json()]).toEqual([429, { message: 'Too Many Requests' }]);
    now += 49;
    expect((await api.post('{}')).status).toBe(429);
    now += 1;
    expect((await api.post('{}')).status).toBe(200);
  });
});

describe('an injected fault', () => {
  it('throttles, fails or delays requests', async () => {
    await api.declare(['POST /v1/events']);
    api.faults.set('http-api', { throttle: 1 });
    expect((await api.post('{}')).status).toBe(429);
    api.faults.set('http-api', { fail: 1 });
    expect((await api.post('{}')).status).toBe(500);
    api.faults.set('http-api', { stallMs: 50 });
    const startedAt = Date.now();
    expect((await api.post('{}')).status).toBe(200);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(49);
  });
});

describe('the deployment of an integration', () => {
  it('fails when it is not a Lambda proxy with payload format 2.0', async () => {
    const ApiId = await api.declare([]);
    const properties = { ApiId, IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example' };
    const deployment = provision(api.service, 'AWS::ApiGatewayV2::Integration', properties);
    await expect(deployment).rejects.toThrow('does not support integrations other than AWS_PROXY');
  });
});

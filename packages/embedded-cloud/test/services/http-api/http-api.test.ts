import { Gateway } from '../../../src/core/gateway';
import type { Outcome } from '../../../src/core/ports';
import { HttpApi } from '../../../src/services/http-api/http-api';
import type { JsonObject } from '../../../src/core/service';
import { Faults } from '../../../src/core/faults';
import { provision } from '../../support/endpoint';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:collect';

let faults: Faults;
let gateway: Gateway;
let api: HttpApi;
let address: string;
let events: JsonObject[];
let answer: Outcome;

const succeed = (value: unknown) => (answer = { ok: true, payload: JSON.stringify(value) });

const bringUp = async (routes: string[], apiProperties: JsonObject = {}, stage: JsonObject = {}) => {
  const { ref: ApiId, attributes } = await provision(
    api,
    'AWS::ApiGatewayV2::Api',
    { ProtocolType: 'HTTP', Name: 'edge', ...apiProperties },
    'Api',
  );
  const integration = await provision(
    api,
    'AWS::ApiGatewayV2::Integration',
    { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' },
    'Integration',
  );
  const Target = `integrations/${integration.ref}`;
  for (const RouteKey of routes) {
    await provision(api, 'AWS::ApiGatewayV2::Route', { ApiId, RouteKey, Target }, `Route ${RouteKey}`);
  }
  await provision(api, 'AWS::ApiGatewayV2::Stage', { ApiId, StageName: '$default', ...stage }, 'Stage');
  return attributes;
};

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/v1/events') =>
  fetch(`${address}${path}`, { method: 'POST', body, headers });

beforeEach(async () => {
  faults = new Faults();
  gateway = new Gateway(faults);
  address = `http://127.0.0.1:${await gateway.listen(0)}`;
  const surroundings = { accountId: '000000000000', region: 'us-east-1', endpoint: address, stateDir: '' };
  events = [];
  succeed({ statusCode: 200 });
  const invoker = {
    invokePayload: (_: string, payload: string) => {
      events.push(JSON.parse(payload) as JsonObject);
      return Promise.resolve(answer);
    },
  };
  api = new HttpApi(surroundings, faults, invoker);
  gateway.addSite(api.site);
});

afterEach(() => gateway.close());

it('hands over the event of payload format 2.0', async () => {
  const { ApiId } = await bringUp(['POST /v1/events']);
  const headers = { 'content-type': 'application/json', cookie: 'a=1; b=2' };
  await post('{"é":1}', headers, '/v1/events?x=1&x=2&y=z');
  expect(events).toMatchObject([
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
        apiId: ApiId,
        http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        routeKey: 'POST /v1/events',
        stage: '$default',
      },
      body: '{"é":1}',
      isBase64Encoded: false,
    },
  ]);
  const { timeEpoch, time } = events[0]?.['requestContext'] as { timeEpoch: number; time: string };
  expect(Math.abs(timeEpoch - Date.now())).toBeLessThan(2_000);
  expect(time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
});

it.each([
  ['compressed', 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ['not textual', 'x', { 'content-type': 'application/octet-stream' }],
  ['not UTF-8', new Uint8Array([0xff, 0xfe]), { 'content-type': 'text/plain' }],
])('encodes a body that is %s', async (_, body, headers) => {
  await bringUp(['POST /v1/events']);
  await post(body, headers);
  expect(events).toMatchObject([{ isBase64Encoded: true, body: Buffer.from(body).toString('base64') }]);
});

it('answers what no function takes itself, as 413', async () => {
  await bringUp(['POST /v1/events']);
  const refused = await post('x'.repeat(6 * 1024 * 1024));
  expect([refused.status, await refused.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  expect(events).toEqual([]);
});

it('prefers the more specific route and decodes path parameters', async () => {
  await bringUp(['$default', 'ANY /v1/{proxy+}', 'GET /v1/titles/{id}', 'GET /v1/titles/top']);
  for (const path of ['/v1/titles/top', '/v1/titles/a%20b', '/v1/titles/a/b', '/other']) await fetch(address + path);
  expect(events.map(({ routeKey, pathParameters }) => [routeKey, pathParameters])).toEqual([
    ['GET /v1/titles/top', undefined],
    ['GET /v1/titles/{id}', { id: 'a b' }],
    ['ANY /v1/{proxy+}', { proxy: 'titles/a/b' }],
    ['$default', undefined],
  ]);
});

it('leaves to others what matches no route', async () => {
  await bringUp(['POST /v1/events']);
  expect((await fetch(`${address}/v1/events`)).status).toBe(404);
  expect((await fetch(`${address}/v1`)).status).toBe(404);
});

it('answers under the prefix of a named stage', async () => {
  await bringUp(['POST /v1/events'], {}, { StageName: 'prod' });
  expect((await post('{}', {}, '/prod/v1/events')).status).toBe(200);
  expect((await post('{}')).status).toBe(404);
  expect(events).toMatchObject([{ rawPath: '/prod/v1/events', requestContext: { stage: 'prod' } }]);
});

it('answers what the function answers', async () => {
  await bringUp(['POST /v1/events']);
  succeed({
    statusCode: 202,
    headers: { 'X-Accepted': 3 },
    cookies: ['a=1'],
    body: Buffer.from('hi').toString('base64'),
    isBase64Encoded: true,
  });
  const response = await post('{}');
  expect([response.status, await response.text()]).toEqual([202, 'hi']);
  expect(response.headers.get('x-accepted')).toBe('3');
  expect(response.headers.get('set-cookie')).toBe('a=1');
  succeed({ accepted: 3 });
  const bare = await post('{}');
  expect([bare.status, bare.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await bare.json()).toEqual({ accepted: 3 });
});

it.each<[string, Outcome, number, string]>([
  [
    'a failed function',
    { ok: false, throttled: false, error: { errorType: 'E', errorMessage: '' } },
    500,
    'Internal Server Error',
  ],
  [
    'a throttled function',
    { ok: false, throttled: true, error: { errorType: 'T', errorMessage: '' } },
    503,
    'Service Unavailable',
  ],
  ['an answer without sense', { ok: true, payload: '{"statusCode":"soon"}' }, 500, 'Internal Server Error'],
])('answers %s as API Gateway does', async (_, outcome, status, message) => {
  await bringUp(['POST /v1/events']);
  answer = outcome;
  const response = await post('{}');
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ message });
});

it('answers a preflight by itself, and adds CORS headers in the place of the function', async () => {
  const CorsConfiguration = {
    AllowOrigins: ['https://play.example'],
    AllowMethods: ['POST'],
    AllowHeaders: ['content-type'],
    ExposeHeaders: ['retry-after'],
    MaxAge: 300,
  };
  await bringUp(['POST /v1/events'], { CorsConfiguration });
  const preflight = (origin: string) =>
    fetch(`${address}/v1/events`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight('https://play.example');
  expect(allowed.status).toBe(204);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://play.example',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '300',
  });
  expect((await preflight('https://other.example')).headers.get('access-control-allow-origin')).toBeNull();
  expect(events).toEqual([]);
  succeed({ statusCode: 202, headers: { 'Access-Control-Allow-Origin': 'https://function.example' } });
  const response = await post('{}', { origin: 'https://play.example' });
  expect(response.headers.get('access-control-allow-origin')).toBe('https://play.example');
  expect(response.headers.get('access-control-expose-headers')).toBe('retry-after');
});

it('throttles a route above its burst, and fills up at its rate', async () => {
  const DefaultRouteSettings = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 2 };
  await bringUp(['POST /v1/events'], {}, { DefaultRouteSettings });
  expect((await post('{}')).status).toBe(200);
  expect((await post('{}')).status).toBe(200);
  const refused = await post('{}');
  expect([refused.status, await refused.json()]).toEqual([429, { message: 'Too Many Requests' }]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect((await post('{}')).status).toBe(200);
});

it('misbehaves as told', async () => {
  await bringUp(['POST /v1/events']);
  faults.set('http-api', { throttle: 1 });
  expect((await post('{}')).status).toBe(429);
  faults.set('http-api', { fail: 1 });
  expect((await post('{}')).status).toBe(500);
  faults.set('http-api', { stallMs: 50 });
  const startedAt = Date.now();
  expect((await post('{}')).status).toBe(200);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(49);
});

it('refuses an integration that it does not run', async () => {
  await bringUp([]);
  const properties = { ApiId: 'x', IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example' };
  await expect(provision(api, 'AWS::ApiGatewayV2::Integration', properties)).rejects.toThrow(/does not run/);
});

import { Faults } from '../../../src/core/faults';
import { Gateway } from '../../../src/core/gateway';
import type { Outcome } from '../../../src/core/ports';
import { HttpApi } from '../../../src/services/http-api/http-api';
import { provision } from '../../support/endpoint';
import { publishedBy } from '../../support/published';

let faults: Faults;
let gateway: Gateway;
let api: HttpApi;
let address: string;
let apiId: string;
let answer: Outcome;

const named = (name: string, unit = 'Count') => `AWS/ApiGateway ${name}{ApiId=${apiId}} ${unit}`;
const latency = () => named('Latency', 'Milliseconds');
const integrationLatency = () => named('IntegrationLatency', 'Milliseconds');

const get = async () => (await fetch(`${address}/v1/events`)).status;

const answerWith = (statusCode: number) => (answer = { ok: true, payload: JSON.stringify({ statusCode }) });

beforeEach(async () => {
  faults = new Faults();
  gateway = new Gateway(faults);
  address = `http://127.0.0.1:${await gateway.listen(0)}`;
  const surroundings = { accountId: '000000000000', region: 'us-east-1', endpoint: address, stateDir: '' };
  const invokePayload = () => new Promise<Outcome>((resolve) => setTimeout(() => resolve(answer), 30));
  api = new HttpApi(surroundings, faults, { invokePayload });
  gateway.addSite(api.site);
  const { ref: ApiId } = await provision(api, 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Name: 'edge' }, 'Api');
  apiId = ApiId;
  const integration = await provision(api, 'AWS::ApiGatewayV2::Integration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:collect',
    PayloadFormatVersion: '2.0',
  });
  const Target = `integrations/${integration.ref}`;
  await provision(api, 'AWS::ApiGatewayV2::Route', { ApiId, RouteKey: 'GET /v1/events', Target });
  await provision(api, 'AWS::ApiGatewayV2::Stage', { ApiId, StageName: '$default' });
});

afterEach(() => gateway.close());

it('publishes zeros of an API that nobody calls', async () => {
  expect(await publishedBy(api)).toEqual({ [named('Count')]: [0], [named('4xx')]: [0], [named('5xx')]: [0] });
});

it('counts requests and what they were answered, and measures how long that took', async () => {
  for (const status of [200, 200, 400, 503]) {
    answerWith(status);
    expect(await get()).toBe(status);
  }
  const published = await publishedBy(api);
  expect(published).toMatchObject({ [named('Count')]: [4], [named('4xx')]: [1], [named('5xx')]: [1] });
  const [whole, integration] = [published[latency()] ?? [], published[integrationLatency()] ?? []];
  expect([whole.length, integration.length]).toEqual([4, 4]);
  expect(Math.min(...integration)).toBeGreaterThanOrEqual(25);
  expect(whole.every((ms, index) => ms >= (integration[index] ?? 0))).toBe(true);
});

it('counts an answer of its own, which no integration had a part in', async () => {
  faults.set('http-api', { throttle: 1 });
  expect(await get()).toBe(429);
  faults.set('http-api', { fail: 1 });
  expect(await get()).toBe(500);
  const published = await publishedBy(api);
  expect(published).toMatchObject({ [named('Count')]: [2], [named('4xx')]: [1], [named('5xx')]: [1] });
  expect(published[integrationLatency()]).toBeUndefined();
});

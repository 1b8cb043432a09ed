import { publishedBy } from '../../support/published';
import { TestApi } from './test-api';

let api: TestApi;
let apiId: string;

const named = (name: string, unit = 'Count') => `AWS/ApiGateway ${name}{ApiId=${apiId}} ${unit}`;
const latency = () => named('Latency', 'Milliseconds');
const integrationLatency = () => named('IntegrationLatency', 'Milliseconds');

const statusOfPost = async () => (await api.post('{}')).status;

beforeEach(async () => {
  api = await TestApi.open();
  apiId = await api.declare(['POST /v1/events']);
});

afterEach(() => api.close());

describe('the metrics of an HTTP API', () => {
  it('are 0 without requests', async () => {
    expect(await publishedBy(api.service)).toEqual({ [named('Count')]: [0], [named('4xx')]: [0], [named('5xx')]: [0] });
  });

  it('count requests and error responses, and include the latencies', async () => {
    api.invocationMs = 30;
    for (const statusCode of [200, 200, 400, 503]) {
      api.returnValue({ statusCode });
      expect(await statusOfPost()).toBe(statusCode);
    }
    const published = await publishedBy(api.service);
    expect(published).toMatchObject({ [named('Count')]: [4], [named('4xx')]: [1], [named('5xx')]: [1] });
    const [total, integration] = [published[latency()] ?? [], published[integrationLatency()] ?? []];
    expect([total.length, integration.length]).toEqual([4, 4]);
    expect(Math.min(...integration)).toBeGreaterThanOrEqual(25);
    expect(total.every((ms, index) => ms >= (integration[index] ?? 0))).toBe(true);
  });

  it('count a response of API Gateway itself, without a latency of the integration', async () => {
    api.faults.set('http-api', { throttle: 1 });
    expect(await statusOfPost()).toBe(429);
    api.faults.set('http-api', { fail: 1 });
    expect(await statusOfPost()).toBe(500);
    const published = await publishedBy(api.service);
    expect(published).toMatchObject({ [named('Count')]: [2], [named('4xx')]: [1], [named('5xx')]: [1] });
    expect(published[integrationLatency()]).toBeUndefined();
  });
});

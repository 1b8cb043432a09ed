import { GetDashboardCommand, ListDashboardsCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceMetric } from '../../../src/core/service';
import { provision } from '../../../src/testing/endpoint';
import { valuesOf } from './metric-requests';
import { START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('the metrics of other services', () => {
  it('are collected into the current minute, and a failing service is reported', async () => {
    const { services, service } = cloudwatch;
    const dimensions = { FunctionName: 'collect' };
    const metric: ServiceMetric = {
      namespace: 'AWS/Lambda',
      name: 'Invocations',
      dimensions,
      unit: 'Count',
      values: [3, 4],
    };
    services.push({
      name: 'broken',
      permissions: {},
      provisions: {},
      serviceMetrics: () => Promise.reject(new Error('no file')),
    });
    services.push({ name: 'lambda', permissions: {}, provisions: {}, serviceMetrics: () => [metric] });
    for (const elapsedMs of [5_000, 10_000, 65_000]) {
      cloudwatch.now = START + elapsedMs;
      await service.collect();
    }
    const Dimensions = [{ Name: 'FunctionName', Value: 'collect' }];
    const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions };
    const invocations: MetricDataQuery = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
    expect(await valuesOf(cloudwatch, invocations, START, START + 120_000)).toEqual([14, 7]);
    expect(cloudwatch.problems[0]).toBe('Collecting the metrics of broken failed: no file');
  });
});

describe('a dashboard', () => {
  it('has the body that its template declares', async () => {
    const { service, client } = cloudwatch;
    const body = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '# Live' } }] });
    const properties = { DashboardName: 'shop-dev-live', DashboardBody: body };
    expect((await provision(service, 'AWS::CloudWatch::Dashboard', properties)).ref).toBe('shop-dev-live');
    const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'shop-' }));
    expect(DashboardEntries).toMatchObject([{ DashboardName: 'shop-dev-live', Size: body.length }]);
    const found = await client.send(new GetDashboardCommand({ DashboardName: 'shop-dev-live' }));
    expect(found.DashboardBody).toBe(body);
    expect(service.dashboards().get('shop-dev-live')).toBe(body);
    const unknown = client.send(new GetDashboardCommand({ DashboardName: 'other' }));
    const message = 'The dashboard other does not exist.';
    // The client prefers the code of the Query protocol, which is the same for dashboards and alarms.
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFound', message });
  });

  it.each(['{', '[]', '{"widgets":{}}'])('fails its deployment when its body is %s', async (body) => {
    const properties = { DashboardName: 'broken', DashboardBody: body };
    const deployment = provision(cloudwatch.service, 'AWS::CloudWatch::Dashboard', properties);
    await expect(deployment).rejects.toThrow('dashboard broken is not a JSON object with widgets');
  });
});

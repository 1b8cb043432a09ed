import { randomUUID } from 'node:crypto';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { dateOf } from '../../../domain/lake';
import { DashboardReader } from '../../../tools/console/dashboards/dashboards';
import { featureSourceOf } from '../../../tools/subsystems/features/feature-source';
import { featuresApi } from '../../../tools/subsystems/features/features-api';
import type { ViewerView } from '../../../tools/subsystems/features/viewer-view';
import { Lake } from '../../../tools/local/lake';
import { startViewers, type Viewers } from '../../../tools/simulator/viewers';
import { PastEvents } from '../../support/past-events';
import { Pipeline } from '../../support/pipeline';
import { until } from '../../support/until';

/** The events of a session that fails to start after half a second. */
const failedStart = (cdn: string): readonly object[] => {
  const now = Date.now();
  const about = {
    session_id: randomUUID(),
    content_id: 'title-1',
    viewer_id: `${randomUUID()}@example.com`,
    device_type: 'game_console',
    cdn,
    stream_type: 'vod',
  };
  const error = { error_code: 'CDN_5XX', error_fatal: true, error_business: false };
  return [
    { ...about, event_id: randomUUID(), event: 'play_request', event_ts: now - 500, sequence: 0 },
    {
      ...about,
      ...error,
      event_id: randomUUID(),
      event: 'error',
      event_ts: now,
      sequence: 1,
      interval_ms: 500,
      state: 'starting',
    },
  ];
};

describe('operations on one machine', () => {
  let pipeline: Pipeline;
  let viewers: Viewers;
  let cloudwatch: CloudWatchClient;

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    cloudwatch = new CloudWatchClient(pipeline.settings);
    viewers = await startViewers({
      endpoint: pipeline.cloud.surroundings.endpoint,
      viewers: 150,
      seed: 'operations',
    });
  });

  afterAll(async () => {
    await viewers.close();
    cloudwatch.destroy();
    await pipeline.stop();
  });

  const stateOf = async (name: string): Promise<string | undefined> => {
    const types = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [`playhead-dev-${name}`], ...types }),
    );
    return [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
  };
  const untilState = (name: string, state: string): Promise<void> =>
    until(async () => (await stateOf(name)) === state, { pollMs: 500 });
  /** The sum of a metric of one cohort since the test began. */
  const sumOf = async (MetricName: string, cdn: string): Promise<number> => {
    const Dimensions = [
      { Name: 'DeviceType', Value: 'game_console' },
      { Name: 'Cdn', Value: cdn },
    ];
    const MetricStat = { Metric: { Namespace: 'Playhead/dev', MetricName, Dimensions }, Period: 10, Stat: 'Sum' };
    const { MetricDataResults = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 10_000),
        MetricDataQueries: [{ Id: 'm', MetricStat }],
      }),
    );
    return (MetricDataResults[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  };

  it('finds each event in every path despite copies, and reports a loss for its own path only', async () => {
    const whole = new PastEvents(pipeline, { count: 30, minutesAgo: 20 });
    const short = new PastEvents(pipeline, { count: 30, minutesAgo: 10 });
    for (const events of [whole, short]) await events.announce();
    pipeline.cloud.faults.set('lambda', { deliverTwice: 1 });
    await whole.put(whole.events);
    await whole.put(whole.events.slice(0, 20));
    // Firehose cannot convert the last three; count-viewers does not read the field.
    const unconvertible = short.events
      .slice(27)
      .map((event) => ({ ...event, playhead_ms: 'far' as unknown as number }));
    await short.put([...short.events.slice(0, 27), ...unconvertible]);
    const isCounted = async () => (await whole.account())?.entries.counted?.found === 30;
    await until(isCounted, { pollMs: 3_000 });
    pipeline.cloud.faults.clear('lambda');
    const complete = { expected: 30, found: 30, pending: 0, lost: 0, unannounced: 0 };
    expect((await whole.account())?.entries).toMatchObject({ counted: complete, raw: complete });
    expect((await short.account())?.entries).toMatchObject({
      counted: complete,
      raw: {
        ...complete,
        found: 27,
        lost: 3,
        examples: expect.arrayContaining(unconvertible.map(({ event_id: id }) => id)) as unknown,
      },
    });
    for (const events of [whole, short]) events.close();
  });

  it('shows data in every widget of every dashboard that the templates declare', async () => {
    const dashboards = new DashboardReader(pipeline.cloud.services.cloudwatch, pipeline.cloud.services.lambda);
    const names = ['features', 'lake', 'ledger', 'live', 'pipeline', 'playback-quality', 'warehouse'];
    expect(dashboards.names()).toEqual(expect.arrayContaining(names.map((name) => `playhead-dev-${name}`)));
    const lake = new Lake(pipeline.cloud);
    await lake.curate([dateOf(Date.now())]);
    await lake.query('SELECT count(*) FROM viewing_events');
    await pipeline.invoke('rebuild-features', { until: dateOf(Date.now()) });
    const empty = () => dashboards.empty({ from: Date.now() - 900_000, to: Date.now() });
    await until(async () => (await empty()).length === 0, { pollMs: 500 });
    const live = await dashboards.draw('playhead-dev-live', { from: Date.now() - 900_000, to: Date.now() });
    expect(live?.find(({ title }) => title === 'Top titles')).toMatchObject({
      markdown: expect.stringContaining('| title | streams |') as unknown,
    });
  });

  it('shows the features of a viewer on the console', async () => {
    const answerFeatures = featuresApi(featureSourceOf(pipeline.cloud));
    const isKnown = async (viewerId: string): Promise<boolean> => {
      const query = new URLSearchParams({ viewer: viewerId });
      const request = { method: 'GET', path: '', query, headers: {}, body: Buffer.alloc(0), receivedAt: 0 };
      const { features } = JSON.parse(String((await answerFeatures(request)).body)) as ViewerView;
      return features.isKnown;
    };
    // Some viewers have no features, because their lane retries the invalid records above for an hour.
    const viewerIds = Array.from({ length: 20 }, (_, number) => `viewer-${number}`);
    const isAnyKnown = async () => (await Promise.all(viewerIds.map(isKnown))).includes(true);
    await until(isAnyKnown, { pollMs: 500 });
  });

  it('notifies people of lost events', async () => {
    await untilState('events-lost', 'ALARM');
    expect(pipeline.cloud.services.sns.notifications().map(({ subject }) => subject)).toContain(
      'ALARM: "playhead-dev-events-lost" in us-east-1',
    );
  });

  it('notifies people of an outage while the stream refuses every call', async () => {
    await untilState('playback-outage', 'OK');
    pipeline.cloud.faults.set('kinesis', { throttle: 1 });
    const failAndCheck = async (): Promise<boolean> => {
      await pipeline.send(Array.from({ length: 20 }, () => failedStart('cdn-a')).flat());
      return (await stateOf('playback-outage')) === 'ALARM';
    };
    await until(failAndCheck, { pollMs: 1_000 });
    pipeline.cloud.faults.clear('kinesis');
    const outage = pipeline.cloud.services.sns.notifications().find(({ subject }) => subject.includes('Outage'));
    expect(outage).toMatchObject({
      subject: expect.stringMatching(/^\[dev\] Outage: starts fail, /) as unknown,
      message: expect.stringContaining('/runbook.md#starts-fail') as unknown,
      addresses: ['playhead-dev@example.com'],
    });
  });

  it('loses no count while CloudWatch throttles, and creates no metric for an unknown CDN', async () => {
    const before = await sumOf('Attempts', 'other');
    const strikes = jest.spyOn(pipeline.cloud.faults, 'strikes');
    const refusals = () => strikes.mock.results.filter(({ value }) => value === true).length;
    // Every call is refused: if only some were, a batch that is delivered again could count twice.
    pipeline.cloud.faults.set('monitoring', { throttle: 1 });
    for (let request = 0; request < 10; request++) await pipeline.send(failedStart(`unknown-${request}`));
    await until(() => refusals() >= 5);
    strikes.mockRestore();
    pipeline.cloud.faults.clear('monitoring');
    await pipeline.send(failedStart('cdn-c')); // what was refused at every attempt goes with the next batch
    await until(async () => (await sumOf('Attempts', 'other')) >= before + 10, { pollMs: 500 });
    expect(await sumOf('Attempts', 'other')).toBe(before + 10);
    expect(await sumOf('StartFailures', 'other')).toBe(before + 10);
    expect(await sumOf('Attempts', 'unknown-1')).toBe(0);
  });

  it('moves a message that collect did not write to the dead-letter queue, and aggregates the others', async () => {
    const sqs = new SQSClient(pipeline.settings);
    const urlOf = (name: string) => pipeline.cloud.nameOf('AWS::SQS::Queue', name);
    const QueueUrl = urlOf('playback-quality');
    // Five attempts would take three minutes each.
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
    const before = await sumOf('Attempts', 'cdn-c');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'not a message of collect' }));
    await pipeline.send(Array.from({ length: 7 }, () => failedStart('cdn-c')).flat());
    const isDead = async (): Promise<boolean> => {
      const query = { QueueUrl: urlOf('playback-quality-dead-letters'), AttributeNames: ['All' as const] };
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand(query));
      return Attributes?.['ApproximateNumberOfMessages'] === '1';
    };
    await until(isDead, { pollMs: 500 });
    expect(await sumOf('Attempts', 'cdn-c')).toBeGreaterThanOrEqual(before + 7);
    sqs.destroy();
  });
});

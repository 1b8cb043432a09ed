import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Service } from '../../../src/core/service';
import { CloudWatch } from '../../../src/services/cloudwatch/cloudwatch';
import type { AlarmState } from '../../../src/services/cloudwatch/views';
import { Sns } from '../../../src/services/sns/sns';
import { Endpoint, provision } from '../../../src/testing/endpoint';

/** The time at which each test starts: a full minute. */
export const START = Date.UTC(2026, 10, 24, 12);

/** How long after the end of a period its data may arrive; the period is evaluated then. */
export const DELAY_MS = 2_000;

export const NAMESPACE = 'Shop/dev';

/** CloudWatch with SNS and one topic behind an endpoint, with a client and a clock that the test sets. */
export class TestCloudWatch {
  /** Epoch ms. */
  now = START;
  /** The problems that CloudWatch reported. */
  readonly problems: string[] = [];
  /** The services whose metrics CloudWatch collects. */
  readonly services: Service[] = [];
  readonly sns: Sns;
  readonly service: CloudWatch;
  readonly client: CloudWatchClient;
  topicArn = '';

  private constructor(readonly endpoint: Endpoint) {
    this.sns = endpoint.add(new Sns(endpoint.surroundings, () => this.now));
    this.service = endpoint.add(
      new CloudWatch({
        surroundings: endpoint.surroundings,
        notifier: this.sns,
        access: endpoint.access,
        services: () => this.services,
        now: () => this.now,
        report: (problem) => this.problems.push(problem),
      }),
    );
    this.client = new CloudWatchClient(endpoint.clientConfig());
  }

  static async open(): Promise<TestCloudWatch> {
    const cloudwatch = new TestCloudWatch(await Endpoint.open());
    cloudwatch.topicArn = (await provision(cloudwatch.sns, 'AWS::SNS::Topic', { TopicName: 'alarms' })).ref;
    return cloudwatch;
  }

  put(MetricData: MetricDatum[], Namespace = NAMESPACE) {
    return this.client.send(new PutMetricDataCommand({ Namespace, MetricData }));
  }

  /** Puts one value of one second, now. */
  putValue(MetricName: string, Value: number) {
    return this.put([{ MetricName, Value, StorageResolution: 1, Timestamp: new Date(this.now) }]);
  }

  /** Ends this many periods of ten seconds, and evaluates each one when its data have arrived. */
  endPeriods(periods = 1): void {
    for (let period = 0; period < periods; period++) {
      this.now += 10_000;
      this.now += DELAY_MS;
      this.service.evaluate();
      this.now -= DELAY_MS;
    }
  }

  stateOf(name: string): AlarmState | undefined {
    return this.service.alarms().find((alarm) => alarm.name === name)?.state;
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }
}

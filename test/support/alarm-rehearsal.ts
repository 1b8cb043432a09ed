import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { cloudwatch } from 'embedded-cloud/services/cloudwatch';
import { sns } from 'embedded-cloud/services/sns';
import { Endpoint, provision } from 'embedded-cloud/testing';
import type { SynthesizedStage } from './stacks';

/** How long after the end of a period its data may arrive. CloudWatch evaluates it then. */
const DELAY_MS = 2_000;
const EVALUATE_MS = 10_000;

/**
 * Plays metrics to an alarm of the templates on a clock that the test moves, and tells when it fires. It runs the embedded
 * CloudWatch. A test that uses it calls `close` at its end.
 */
export class AlarmRehearsal {
  private readonly client: CloudWatchClient;
  private readonly startedAt: number;

  private constructor(
    private readonly endpoint: Endpoint,
    private readonly service: ReturnType<typeof cloudwatch.create>,
    private readonly namespace: string,
  ) {
    this.client = new CloudWatchClient(endpoint.clientConfig());
    this.startedAt = Date.now();
  }

  /** Starts at a time, epoch ms, with the alarms of these short names. */
  static async open(stage: SynthesizedStage, names: readonly string[], startsAt: number): Promise<AlarmRehearsal> {
    // Only the clock is fake: requests and their timeouts are real.
    jest.useFakeTimers({ now: startsAt, doNotFake: REAL });
    const endpoint = await Endpoint.open();
    endpoint.run(sns);
    const service = endpoint.run(cloudwatch);
    for (const { Properties } of Object.values(stage.resources('AWS::CloudWatch::Alarm'))) {
      if (names.some((name) => Properties['AlarmName'] === `playhead-dev-${name}`)) {
        const silent = { ...Properties, AlarmActions: [], OKActions: [] }; // the topic is in another stack
        await provision(service, 'AWS::CloudWatch::Alarm', inOneNamespace(silent));
      }
    }
    return new AlarmRehearsal(endpoint, service, 'Playhead/dev');
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (Date.now() - this.startedAt) / 1_000;
  }

  /** Puts values of metrics. It ignores their namespaces and dimensions, so that AWS's metrics can be put too. `at`: their time, in seconds since the start. */
  async put(values: Readonly<Record<string, number>>, at = this.seconds): Promise<void> {
    const Timestamp = new Date(this.startedAt + at * 1_000);
    const MetricData = Object.entries(values).map(([MetricName, Value]): MetricDatum => ({
      MetricName,
      Value,
      Timestamp,
      StorageResolution: 1,
    }));
    await this.client.send(new PutMetricDataCommand({ Namespace: this.namespace, MetricData }));
  }

  /**
   * Lets time pass until a second after the start. Every second `each` may put values. Returns the seconds after which an
   * alarm fired, by its short name; each counts once.
   */
  async playUntil(
    second: number,
    each: (second: number) => Promise<void> | void,
  ): Promise<ReadonlyMap<string, number>> {
    const fired = new Map<string, number>();
    while (this.seconds < second) {
      await each(this.seconds);
      jest.setSystemTime(Date.now() + 1_000);
      if ((Date.now() - DELAY_MS) % EVALUATE_MS !== 0) continue;
      this.service.evaluate();
      for (const { name, state } of this.service.alarms()) {
        const short = name.replace('playhead-dev-', '');
        if (state === 'ALARM' && !fired.has(short)) fired.set(short, this.seconds);
      }
    }
    return fired;
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
    jest.useRealTimers();
  }
}

/** The properties with all metrics in one namespace, without dimensions: PutMetricData refuses the namespaces of AWS. */
const inOneNamespace = (properties: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => key !== 'Dimensions')
      .map(([key, value]: [string, unknown]) => [key, key === 'Namespace' ? 'Playhead/dev' : inEach(value)]),
  );

const inEach = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inEach);
  return typeof value === 'object' && value !== null ? inOneNamespace(value) : value;
};

const REAL = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

import type { AlarmNotifier } from '../ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../service';
import { parseAlarmRule } from './cloudwatch/alarm-rule';
import { Alarms, EVALUATION_DELAY_MS } from './cloudwatch/alarms';
import type { AlarmProps } from './cloudwatch/alarm';
import { describeAlarmHistory, describeAlarms, setAlarmState } from './cloudwatch/alarm-calls';
import { Dashboards } from './cloudwatch/dashboards';
import { getMetricData } from './cloudwatch/get-metric-data';
import { listMetrics } from './cloudwatch/list-metrics';
import { toMetricAlarm } from './cloudwatch/metric-alarm';
import { MetricStore } from './cloudwatch/metric-store';
import { putMetricData } from './cloudwatch/put-metric-data';
import type { AlarmTransition, AlarmView } from './cloudwatch/views';
import { Fields } from './fields';

/** What CloudWatch stands on here. */
export interface CloudWatchProps {
  readonly surroundings: Surroundings;
  /** Where alarms go. */
  readonly notifier: AlarmNotifier;
  /** Those whose own metrics are collected. */
  readonly services: () => readonly Service[];
  readonly now?: () => number;
}

/** Services' own metrics are published by the minute, and looked at more often so that the minute's value grows as it goes. */
const COLLECT_MS = 5_000;
const MINUTE_MS = 60_000;
const EVALUATE_MS = 10_000;

/** CloudWatch: metrics of the last hour, alarms on them, and the dashboards as the templates declare them. */
export class CloudWatch implements Service {
  readonly name = 'monitoring';
  readonly throttlingCode = 'ThrottlingException';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly provisions = {
    'AWS::CloudWatch::Alarm': (resource: DeclaredResource) => this.provisionAlarm(resource),
    'AWS::CloudWatch::CompositeAlarm': (resource: DeclaredResource) => this.provisionComposite(resource),
    'AWS::CloudWatch::Dashboard': (resource: DeclaredResource) => this.provisionDashboard(resource),
  };
  private readonly store = new MetricStore();
  private readonly alarmSet: Alarms;
  private readonly dashboardSet = new Dashboards();
  private readonly now: () => number;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly props: CloudWatchProps) {
    this.now = props.now ?? Date.now;
    this.alarmSet = new Alarms(this.store, props.notifier, props.surroundings);
    this.operations = {
      PutMetricData: (input) => putMetricData(this.store, input, this.now()),
      GetMetricData: (input) => this.getMetricData(input),
      ListMetrics: (input) => listMetrics(this.store, input),
      DescribeAlarms: (input) => describeAlarms(this.alarmSet, input),
      DescribeAlarmHistory: (input) => describeAlarmHistory(this.alarmSet, input),
      SetAlarmState: (input) => setAlarmState(this.alarmSet, input, this.now()),
      ListDashboards: () => this.dashboardSet.list(),
      GetDashboard: (input) => this.dashboardSet.get(input),
    };
  }

  start(): void {
    this.timers.push(setInterval(() => void this.collect(), COLLECT_MS));
    this.evaluateAtNextBoundary();
  }

  stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer); // an interval's too
    return Promise.resolve();
  }

  /** Every alarm, as it stands. */
  alarms(): readonly AlarmView[] {
    return this.alarmSet.all().map((alarm) => alarm.view());
  }

  /** The latest transitions, oldest first. */
  transitions(): readonly AlarmTransition[] {
    return this.alarmSet.history;
  }

  /** Calls back at every change of an alarm's state; returns how to stop. */
  onTransition(listener: (transition: AlarmTransition) => void): () => void {
    return this.alarmSet.onTransition(listener);
  }

  /** Dashboard bodies by name, as JSON text. */
  dashboards(): ReadonlyMap<string, string> {
    return this.dashboardSet.bodies;
  }

  /** GetMetricData's own input and output. */
  getMetricData(input: JsonObject): JsonObject {
    return getMetricData(this.store, input);
  }

  /** Takes in what services published since it was last called. */
  async collect(): Promise<void> {
    const now = this.now();
    for (const service of this.props.services()) {
      for (const metric of (await service.serviceMetrics?.()) ?? []) {
        const bucket = this.store.bucket(metric, now, MINUTE_MS);
        for (const value of metric.values) bucket.add(value, 1);
      }
    }
    this.store.forget(now);
  }

  /** Judges every alarm; called by itself every ten seconds. */
  evaluate(): void {
    this.alarmSet.evaluate(this.now());
  }

  /** Every ten seconds on the clock, when the data of the period that ended are in. */
  private evaluateAtNextBoundary(): void {
    const sinceBoundary = (this.now() - EVALUATION_DELAY_MS) % EVALUATE_MS;
    this.timers[1] = setTimeout(() => {
      this.evaluate();
      this.evaluateAtNextBoundary();
    }, EVALUATE_MS - sinceBoundary);
  }

  private provisionAlarm(resource: DeclaredResource): ProvisionedResource {
    const props = this.toProps(resource, 'metric');
    this.alarmSet.addMetricAlarm(props, toMetricAlarm(new Fields(resource.properties)), this.now());
    return { ref: props.name, attributes: { Arn: props.arn } };
  }

  private provisionComposite(resource: DeclaredResource): ProvisionedResource {
    const props = this.toProps(resource, 'composite');
    const rule = new Fields(resource.properties).string('AlarmRule');
    this.alarmSet.addComposite(props, parseAlarmRule(rule), this.now());
    return { ref: props.name, attributes: { Arn: props.arn } };
  }

  private provisionDashboard(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('DashboardName') ?? resource.generatedName();
    this.dashboardSet.add(name, properties.string('DashboardBody'));
    return { ref: name, attributes: {} };
  }

  private toProps(resource: DeclaredResource, kind: AlarmProps['kind']): AlarmProps {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('AlarmName') ?? resource.generatedName();
    if (this.alarmSet.find(name)) throw new ServiceError('ValidationError', `Two alarms are named ${name}.`);
    const { region, accountId } = this.props.surroundings;
    return {
      name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      kind,
      description: properties.optionalString('AlarmDescription') ?? '',
      actionsEnabled: properties.boolean('ActionsEnabled', true),
      actions: {
        ALARM: properties.strings('AlarmActions'),
        OK: properties.strings('OKActions'),
        INSUFFICIENT_DATA: properties.strings('InsufficientDataActions'),
      },
      declared: resource.properties,
    };
  }
}

import type { AlarmNotifier } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import type { AccessControl } from '../../core/iam';
import { apiModelIn } from '../../core/protocols/api-model';
import type { Alarm } from './alarm';
import { describeAlarmHistory, describeAlarms, setAlarmState } from './alarm-calls';
import { toAlarmMessage } from './alarm-message';
import { toAlarmProps } from './alarm-props';
import { parseAlarmRule } from './alarm-rule';
import { Alarms, EVALUATION_DELAY_MS } from './alarms';
import { Dashboards } from './dashboards';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import { toMetricAlarm } from './metric-alarm';
import { MetricStore } from './metric-store';
import { cloudWatchPermissions } from './permissions';
import { putMetricData } from './put-metric-data';
import type { AlarmTransition, AlarmView } from './views';
import { cloudWatchInputs } from './inputs';
import { cloudWatchProperties } from './properties';

/** The dependencies of CloudWatch. */
export interface CloudWatchProps {
  readonly surroundings: Surroundings;
  /** Receives the notifications of alarms. */
  readonly notifier: AlarmNotifier;
  readonly access: AccessControl;
  /** The services whose metrics are collected. */
  readonly services: () => readonly Service[];
  /** Epoch ms; the system clock by default. */
  readonly now?: () => number;
  /** Reports a failed alarm action or a failed collection of metrics; emits a process warning by default. */
  readonly report?: (problem: string) => void;
}

/**
 * The metrics of services have a resolution of one minute; collecting more often keeps the current minute up to date.
 */
const COLLECT_MS = 5_000;
const MINUTE_MS = 60_000;
const EVALUATE_MS = 10_000;

/** CloudWatch: the metrics of the last hour, alarms and dashboards, all in memory. */
export class CloudWatch implements Service {
  readonly name = 'monitoring';
  readonly throttlingCode = 'ThrottlingException';
  readonly model = apiModelIn(__dirname);
  readonly inputs = cloudWatchInputs;
  readonly properties = cloudWatchProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
  readonly provisions = {
    'AWS::CloudWatch::Alarm': (resource: DeclaredResource) => this.provisionAlarm(resource),
    'AWS::CloudWatch::CompositeAlarm': (resource: DeclaredResource) => this.provisionComposite(resource),
    'AWS::CloudWatch::Dashboard': (resource: DeclaredResource) => this.provisionDashboard(resource),
  };
  private readonly store = new MetricStore();
  private readonly alarmSet: Alarms;
  private readonly dashboardSet: Dashboards;
  private readonly now: () => number;
  private readonly report: (problem: string) => void;
  private readonly intervals: NodeJS.Timeout[] = [];
  private nextEvaluation: NodeJS.Timeout | undefined;

  constructor(private readonly props: CloudWatchProps) {
    this.now = props.now ?? Date.now;
    this.report = props.report ?? ((problem) => process.emitWarning(problem));
    this.alarmSet = new Alarms(this.store, (alarm, transition) => this.runActions(alarm, transition));
    this.dashboardSet = new Dashboards(props.surroundings);
    this.permissions = cloudWatchPermissions(props.surroundings);
    this.operations = {
      PutMetricData: (input) => putMetricData(this.store, input, this.now()),
      GetMetricData: (input) => this.getMetricData(input),
      GetMetricStatistics: (input) => getMetricStatistics(this.store, input, this.now()),
      ListMetrics: (input) => listMetrics(this.store, input),
      DescribeAlarms: (input) => describeAlarms(this.alarmSet, input),
      DescribeAlarmHistory: (input) => describeAlarmHistory(this.alarmSet, input),
      SetAlarmState: (input) => setAlarmState(this.alarmSet, input, this.now()),
      ListDashboards: (input) => this.dashboardSet.list(input),
      GetDashboard: (input) => this.dashboardSet.get(input),
    };
  }

  start(): void {
    this.intervals.push(
      setInterval(() => void this.collect(), COLLECT_MS),
      setInterval(() => this.store.expire(this.now()), MINUTE_MS),
    );
    this.evaluateAtNextBoundary();
  }

  stop(): Promise<void> {
    for (const interval of this.intervals) clearInterval(interval);
    clearTimeout(this.nextEvaluation);
    return Promise.resolve();
  }

  /** Every alarm with its current state. */
  alarms(): readonly AlarmView[] {
    return this.alarmSet.all().map((alarm) => alarm.view());
  }

  /** The most recent transitions, oldest first. */
  transitions(): readonly AlarmTransition[] {
    return this.alarmSet.history;
  }

  /** Calls the listener at every state change of an alarm; returns the function that unsubscribes it. */
  onTransition(listener: (transition: AlarmTransition) => void): () => void {
    return this.alarmSet.onTransition(listener);
  }

  /** The bodies of the dashboards by name, as JSON text. */
  dashboards(): ReadonlyMap<string, string> {
    return this.dashboardSet.bodies;
  }

  /** Runs GetMetricData with the input and output of the API. */
  getMetricData(input: JsonObject): JsonObject {
    return getMetricData(this.store, input, this.now());
  }

  /**
   * Stores the metrics that the services published since the last call. A failing service does not affect the others.
   */
  async collect(): Promise<void> {
    const now = this.now();
    for (const service of this.props.services()) {
      for (const metric of await this.metricsOf(service)) {
        const bucket = this.store.bucket(metric, now, MINUTE_MS);
        for (const value of metric.values) bucket.add(value, 1);
      }
    }
  }

  private async metricsOf(service: Service): Promise<readonly ServiceMetric[]> {
    try {
      return (await service.serviceMetrics?.()) ?? [];
    } catch (error) {
      this.report(`Collecting the metrics of ${service.name} failed: ${messageOf(error)}`);
      return [];
    }
  }

  /** Evaluates every alarm; runs every ten seconds. */
  evaluate(): void {
    this.alarmSet.evaluate(this.now());
  }

  /** Schedules the evaluations: every ten seconds, when the data of the last period have arrived. */
  private evaluateAtNextBoundary(): void {
    const sinceBoundary = (this.now() - EVALUATION_DELAY_MS) % EVALUATE_MS;
    this.nextEvaluation = setTimeout(() => {
      this.evaluate();
      this.evaluateAtNextBoundary();
    }, EVALUATE_MS - sinceBoundary);
  }

  /** Notifies the topics of the entered state. A failed action does not affect other actions or the evaluation. */
  private runActions({ props }: Alarm, transition: AlarmTransition): void {
    const { subject, message } = toAlarmMessage(props, transition, this.props.surroundings);
    for (const topicArn of props.actionsEnabled ? props.actions[transition.to] : []) {
      try {
        const service = this.props.access.service('cloudwatch.amazonaws.com', props.arn);
        service?.check({ action: 'sns:Publish', resource: topicArn });
        this.props.notifier.notify(topicArn, subject, message);
      } catch (error) {
        this.report(`Sending the notification ${subject} failed: ${messageOf(error)}`);
      }
    }
  }

  private provisionAlarm(resource: DeclaredResource): ProvisionedResource {
    const props = toAlarmProps(resource, 'metric', this.props.surroundings);
    this.alarmSet.addMetricAlarm(props, toMetricAlarm(new Fields(resource.properties)), this.now());
    return { ref: props.name, attributes: { Arn: props.arn } };
  }

  private provisionComposite(resource: DeclaredResource): ProvisionedResource {
    const props = toAlarmProps(resource, 'composite', this.props.surroundings);
    const rule = new Fields(resource.properties).string('AlarmRule');
    this.alarmSet.addComposite(props, parseAlarmRule(rule), this.now());
    return { ref: props.name, attributes: { Arn: props.arn } };
  }

  private provisionDashboard(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('DashboardName') ?? resource.generatedName();
    this.dashboardSet.add(name, properties.string('DashboardBody'), this.now());
    return { ref: name, attributes: {} };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  type IMetric,
  Metric,
  type MetricOptions,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from '../foundation/metrics';
import { nameIn } from '../foundation/subsystem-stack';
import { FULL_WIDTH, graph } from '../foundation/widgets';
import type { Registered } from './registered';

/**
 * Shows whether the pipeline keeps up: every alarm that notifies people, the rows of the subsystems, and every queue,
 * table and function. It uses physical names of resources, so that other stacks need not export them.
 */
export class PipelineDashboard extends Dashboard {
  constructor(scope: Construct, id: string, registered: Registered) {
    super(scope, id, { dashboardName: nameIn(scope, 'pipeline') });
    this.addAlarms(registered.alarms);
    for (const { pipelineRows } of registered.stacks) for (const row of pipelineRows) this.addWidgets(...row);
    this.addQueues(registered.queues);
    this.addTables(registered.tables);
    this.addFunctions(registered.functions);
  }

  private addAlarms(alarms: Registered['alarms']): void {
    const shown = alarms.map(({ shortName }) =>
      Alarm.fromAlarmName(this, `Alarm-${shortName}`, nameIn(this, shortName)),
    );
    this.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: shown, width: FULL_WIDTH, height: 4 }));
  }

  private addQueues(queues: Registered['queues']): void {
    const names = queues.map(({ name }) => name);
    const deadLetters = names.map((name) => `${name}-dead-letters`);
    const metric = (metricName: string) => (name: string) =>
      new Metric({
        namespace: 'AWS/SQS',
        metricName,
        dimensionsMap: { QueueName: nameIn(this, name) },
        ...MAXIMUM_BY_MINUTE,
        label: name,
      });
    this.addWidgets(
      graph('Age of the oldest message (s)', names.map(metric('ApproximateAgeOfOldestMessage'))),
      graph('Messages waiting', names.map(metric('ApproximateNumberOfMessagesVisible'))),
      graph('Dead letters', deadLetters.map(metric('ApproximateNumberOfMessagesVisible'))),
    );
  }

  private addTables(tables: Registered['tables']): void {
    const metric = (metricName: string, what: string) => (name: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: nameIn(this, name) },
        ...SUM_BY_MINUTE,
        label: `${name}, ${what}`,
      });
    const names = tables.map(({ shortName }) => shortName);
    this.addWidgets(
      graph('Throttled writes to tables', names.map(metric('WriteThrottleEvents', 'writes')), { width: 12 }),
      graph('Throttled reads from tables', names.map(metric('ReadThrottleEvents', 'reads')), { width: 12 }),
    );
  }

  private addFunctions(functions: Registered['functions']): void {
    const each = (metricName: string, options: MetricOptions = SUM_BY_MINUTE): readonly IMetric[] =>
      functions.map(
        ({ step }) =>
          new Metric({
            namespace: 'AWS/Lambda',
            metricName,
            dimensionsMap: { FunctionName: nameIn(this, step) },
            ...options,
            label: step,
          }),
      );
    this.addWidgets(
      graph('Errors of functions', each('Errors')),
      graph('Throttled functions', each('Throttles')),
      graph('Invocations a minute', each('Invocations')),
    );
    const duration = each('Duration', { ...SUM_BY_MINUTE, statistic: 'p99' });
    this.addWidgets(graph('Duration of invocations, p99 (ms)', duration, { width: FULL_WIDTH }));
  }
}

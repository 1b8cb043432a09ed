import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DIMENSIONS } from '../../domain/dimensions';
import type { DeviceType } from '../../domain/families/viewing';
import { QUARANTINED_EVENTS } from '../../domain/lake';
import type { Path } from '../../domain/ledger/account';
import type { Terms } from '../../domain/ledger/looks';
import { LEDGER_METRICS } from '../../domain/ledger/metrics';
import type { ReconcileEnv } from '../../lambdas/ledger/reconcile/env';
import type { StageConfig } from '../stages/config';
import type { WarehouseStack } from '../warehouse/warehouse-stack';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import { STATEMENTS_REASON } from '../warehouse/warehouse';
import { Workgroup } from '../lake/workgroup';

/** Properties of a {@link Reconcile}. */
export interface ReconcileProps {
  readonly stage: StageConfig;
  readonly ingest: IngestStack;
  readonly lake: LakeStack;
  readonly warehouse: WarehouseStack;
}

/** Compares what the paths took in, once a period. */
export class Reconcile extends Construct {
  readonly handler: Handler<ReconcileEnv>;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, props: ReconcileProps) {
    super(scope, id);
    const { stage, lake } = props;
    this.stage = stage;
    const workgroup = new Workgroup(this, 'Workgroup', {
      stage,
      use: 'ledger',
      description: 'What reconcile asks of the lake and the quarantine.',
      cutoff: stage.ledger.cutoff,
      results: lake.queryResults,
    });
    this.handler = this.createHandler(props, workgroup);
    this.grantReads(props, workgroup);
    this.schedule();
  }

  /** Audited events received in the last hour that must be in a path. */
  metricExpected(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerExpected, path, { [DIMENSIONS.path]: path });
  }

  /** Of those, how many are. */
  metricFound(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerFound, path, { [DIMENSIONS.path]: path });
  }

  /** Of those, how many are not and may still come. */
  metricPending(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerPending, path, { [DIMENSIONS.path]: path });
  }

  /** In the path without a note of their acceptance. */
  metricUnannounced(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerUnannounced, path, { [DIMENSIONS.path]: path });
  }

  /** Events that are lost: to one path, or to any. */
  metricLost(path?: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerLost, path ?? 'lost', path && { [DIMENSIONS.path]: path });
  }

  /** Sequence numbers between events that were heard. */
  metricSequenceNumbers(device: DeviceType): Metric {
    const dimensionsMap = { [DIMENSIONS.deviceType]: device };
    return this.metric(LEDGER_METRICS.sequenceNumbers, device, dimensionsMap).with({ statistic: 'Sum' });
  }

  /** Of those, how many never came. */
  metricSequenceGaps(device: DeviceType): Metric {
    const dimensionsMap = { [DIMENSIONS.deviceType]: device };
    return this.metric(LEDGER_METRICS.sequenceGaps, device, dimensionsMap).with({ statistic: 'Sum' });
  }

  /** Runs that looked at all they had to. */
  metricRuns(): Metric {
    return this.metric(LEDGER_METRICS.reconciliations, 'runs').with({ statistic: 'Sum' });
  }

  /** The maximum, not the sum: a run tells how things stand, and two in a period tell it twice. */
  private metric(name: string, label: string, dimensionsMap?: Record<string, string>): Metric {
    const period = this.stage.ledger.period;
    return ownMetric(this.stage, name, {
      ...{ statistic: 'Maximum', label, period },
      ...(dimensionsMap && { dimensionsMap }),
    });
  }

  private createHandler(
    { stage, ingest, lake, warehouse: { warehouse } }: ReconcileProps,
    workgroup: Workgroup,
  ): Handler<ReconcileEnv> {
    const { paths, lookBack, period } = stage.ledger;
    const terms = Object.entries(paths).map(([path, { from, within, block = period }]) => {
      const inMs: Terms = {
        blockMs: block.toMilliseconds(),
        fromMs: from.toMilliseconds(),
        withinMs: within.toMilliseconds(),
      };
      return [path, inMs];
    });
    return new Handler<ReconcileEnv>(this, 'Function', {
      subsystem: 'ledger',
      step: 'reconcile',
      stage,
      environment: {
        ...ingest.ledger.environment,
        PATH_TERMS: JSON.stringify(Object.fromEntries(terms)),
        LOOK_BACK_SECONDS: String(lookBack.toSeconds()),
        OVERFLOW_QUEUE_URL: ingest.overflow.queue.queueUrl,
        DATABASE_NAME: lake.tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        WAREHOUSE_WORKGROUP_NAME: warehouse.workgroup.workgroupName,
        WAREHOUSE_DATABASE_NAME: warehouse.databaseName,
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: 1_769,
      timeout: Duration.minutes(14),
      description: 'Compares what the paths took in, and tells of what is lost.',
      sqlFolders: ['sql/ledger/athena', 'sql/ledger/redshift'],
    });
  }

  private grantReads({ stage, ingest, lake, warehouse }: ReconcileProps, workgroup: Workgroup): void {
    const { handler } = this;
    const { bucket } = lake.lake;
    ingest.ledger.grantNotes(handler); // accounts are written like notes
    ingest.ledger.grant(handler, 'dynamodb:Query');
    ingest.overflow.queue.grant(handler, 'sqs:GetQueueAttributes');
    workgroup.grantQuery(handler);
    warehouse.warehouse.grantReading(handler);
    lake.tables.grantDefinitions(handler);
    bucket.grantReadObjects(handler, '');
    ingest.quarantine.bucket.grantReadObjects(handler, `${QUARANTINED_EVENTS.prefix}/`);
    grantPutMetrics(handler, stage);
    const role = handler.role ?? handler;
    acknowledge(role, `${STATEMENTS_REASON} Metrics are held to our namespace.`, 'IAM5[Resource::*]');
    acknowledge(
      role,
      'It reads the lake and the quarantine through Athena, and the answers of its own workgroup: keys that others make up.',
      bucket.objectsFinding('', role),
      ingest.quarantine.bucket.objectsFinding(`${QUARANTINED_EVENTS.prefix}/`, role),
      workgroup.resultsFinding(role),
    );
  }

  private schedule(): void {
    const { period } = this.stage.ledger;
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the Scheduler start reconcile.',
    });
    const finding = `IAM5[Resource::<${logicalIdOf(this.handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    this.handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: period });
    new Schedule(this, 'EachPeriod', {
      schedule: ScheduleExpression.rate(period),
      description: 'Starts a run of reconcile.',
      // The next period's run is the retry.
      target: new LambdaInvoke(this.handler, { role, retryAttempts: 0, maxEventAge: period }),
    });
  }
}

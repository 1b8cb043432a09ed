import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DIMENSIONS } from '../../domain/dimensions';
import { ERASED_VIEWERS, MANIFESTS_PREFIX, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { WAREHOUSE_METRICS } from '../../domain/warehouse/metrics';
import type { LoadWarehouseEnv } from '../../lambdas/warehouse/load-warehouse/env';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { STATEMENTS_REASON, type Warehouse } from './warehouse';

/** Properties of a {@link LoadWarehouse}. */
export interface LoadWarehouseProps {
  readonly stage: StageConfig;
  readonly lake: PrivateBucket;
  readonly warehouse: Warehouse;
}

/** How often it runs. */
export const MIRROR_EVERY = Duration.minutes(15);

/** Raw → warehouse: loads each object that arrived once, every quarter of an hour. */
export class LoadWarehouse extends Construct {
  readonly handler: Handler<LoadWarehouseEnv>;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, lake, warehouse }: LoadWarehouseProps) {
    super(scope, id);
    this.stage = stage;
    this.handler = new Handler<LoadWarehouseEnv>(this, 'Function', {
      subsystem: 'warehouse',
      step: 'load-warehouse',
      stage,
      environment: {
        LAKE_BUCKET_NAME: lake.bucketName,
        WORKGROUP_NAME: warehouse.workgroup.workgroupName,
        WAREHOUSE_DATABASE_NAME: warehouse.databaseName,
        ADMIN_SECRET_NAME: warehouse.adminSecretName,
        COPY_ROLE_ARN: warehouse.copyRole.roleArn,
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: 512,
      timeout: Duration.minutes(15),
      description: 'Loads what arrived since into the warehouse.',
      sqlFolders: ['sql/warehouse', 'sql/experiments', 'sql/experiments/redshift'],
    });
    this.handler.node.addDependency(warehouse.workgroup);
    warehouse.grantAdministration(this.handler);
    const read = [RAW_VIEWING_EVENTS, ERASED_VIEWERS].map(({ prefix }) => `${prefix}/`);
    lake.grantReadObjects(this.handler, ...read);
    this.handler.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [lake.arnForObjects(`${MANIFESTS_PREFIX}/*`)] }),
    );
    grantPutMetrics(this.handler, stage);
    const role = this.handler.role ?? this.handler;
    acknowledge(role, `${STATEMENTS_REASON} Metrics are held to our namespace.`, 'IAM5[Resource::*]');
    acknowledge(
      role,
      'It reads what arrived and who was erased, and writes lists of what it loads, under keys that are made up as they come.',
      ...[...read, `${MANIFESTS_PREFIX}/`].map((prefix) => lake.objectsFinding(prefix, role)),
    );
    this.schedule();
  }

  /** Events of a shown date. */
  metricRows(daysAgo: number): Metric {
    const label = daysAgo === 0 ? 'today' : `${daysAgo} days ago`;
    const dimensionsMap = { [DIMENSIONS.daysAgo]: String(daysAgo) };
    return ownMetric(this.stage, WAREHOUSE_METRICS.warehouseRows, {
      statistic: 'Maximum',
      label,
      dimensionsMap,
      period: MIRROR_EVERY,
    });
  }

  /** When a run ended, how old the oldest object was that it found waiting, ms. */
  metricLag(): Metric {
    return ownMetric(this.stage, WAREHOUSE_METRICS.warehouseLoadLag, {
      statistic: 'Maximum',
      label: 'load lag',
      period: MIRROR_EVERY,
    });
  }

  /** How long runs took, ms. */
  metricTime(): Metric {
    return ownMetric(this.stage, WAREHOUSE_METRICS.warehouseLoadTime, {
      statistic: 'Maximum',
      label: 'a run',
      period: MIRROR_EVERY,
    });
  }

  /** Objects loaded. */
  metricLoaded(): Metric {
    return ownMetric(this.stage, WAREHOUSE_METRICS.warehouseLoadedObjects, {
      label: 'objects loaded',
      period: MIRROR_EVERY,
    });
  }

  /** Runs that failed, and objects left out. */
  metricFailed(): Metric {
    return ownMetric(this.stage, WAREHOUSE_METRICS.warehouseFailedLoads, {
      label: 'failed loads',
      period: Duration.minutes(1),
    });
  }

  private schedule(): void {
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the Scheduler start load-warehouse.',
    });
    const finding = `IAM5[Resource::<${logicalIdOf(this.handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    this.handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: MIRROR_EVERY });
    new Schedule(this, 'EachQuarter', {
      schedule: ScheduleExpression.rate(MIRROR_EVERY),
      description: 'Starts a run of load-warehouse.',
      // The next run is the retry: what one did not load, it finds.
      target: new LambdaInvoke(this.handler, { role, retryAttempts: 0, maxEventAge: MIRROR_EVERY }),
    });
  }
}

import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ERASED_VIEWERS, MANIFESTS_PREFIX, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { CONFIRMATIONS_PREFIX } from '../../domain/erasure';
import { DIMENSIONS } from '../../domain/dimensions';
import { WAREHOUSE_METRICS } from '../../domain/warehouse/metrics';
import type { LoadWarehouseEnv } from '../../lambdas/warehouse/load-warehouse/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { ScheduledRun } from '../foundation/scheduled-run';
import { STATEMENTS_REASON, type Warehouse } from './warehouse';

/** Properties of a {@link LoadWarehouse}. */
export interface LoadWarehouseProps {
  readonly lake: PrivateBucket;
  readonly warehouse: Warehouse;
}

/** How often it runs. */
export const LOAD_EVERY = Duration.minutes(15);

/** Raw → warehouse: loads each new object once, every 15 minutes. */
export class LoadWarehouse extends Construct {
  readonly handler: Handler<LoadWarehouseEnv>;

  constructor(scope: Construct, id: string, { lake, warehouse }: LoadWarehouseProps) {
    super(scope, id);
    this.handler = new Handler<LoadWarehouseEnv>(this, 'Function', {
      step: 'load-warehouse',
      environment: {
        LAKE_BUCKET_NAME: lake.bucketName,
        WORKGROUP_NAME: warehouse.workgroup.workgroupName,
        WAREHOUSE_DATABASE_NAME: warehouse.databaseName,
        ADMIN_SECRET_NAME: warehouse.adminSecretName,
        COPY_ROLE_ARN: warehouse.copyRole.roleArn,
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: 512,
      timeout: Duration.minutes(15),
      description: 'Loads new raw objects into the warehouse.',
      sqlFolders: ['warehouse', 'experiments', 'experiments/redshift'],
    });
    this.handler.node.addDependency(warehouse.workgroup);
    warehouse.grantAdministration(this.handler);
    const written = [`${MANIFESTS_PREFIX}/`, CONFIRMATIONS_PREFIX];
    const read = [...[RAW_VIEWING_EVENTS, ERASED_VIEWERS].map(({ prefix }) => `${prefix}/`), ...written];
    lake.grantReadObjects(this.handler, ...read);
    for (const prefix of written) lake.grantPutObjects(this.handler, prefix);
    this.handler.grantPutMetrics();
    const { role } = this.handler;
    acknowledge(role, STATEMENTS_REASON, 'IAM5[Resource::*]');
    acknowledge(
      role,
      'It reads raw events and erased viewers, and writes manifests, its mark and confirmations; keys contain dates and run ids.',
      ...read.map((prefix) => lake.objectsFinding(prefix, role)),
    );
    this.handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: LOAD_EVERY });
    new ScheduledRun(this, 'EachQuarter', {
      handler: this.handler,
      schedule: ScheduleExpression.rate(LOAD_EVERY),
      retryAttempts: 0, // the next run is the retry: it finds the objects that this run did not load
      maxEventAge: LOAD_EVERY,
    });
  }

  /** Allows starting a run. */
  grantStart(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.handler.functionArn] }),
    );
  }

  /** Events of one of the dates that the warehouse shows. */
  metricRows(daysAgo: number): Metric {
    const label = daysAgo === 0 ? 'today' : `${daysAgo} days ago`;
    const dimensionsMap = { [DIMENSIONS.daysAgo]: String(daysAgo) };
    return ownMetric(this, WAREHOUSE_METRICS.warehouseRows, {
      statistic: 'Maximum',
      label,
      dimensionsMap,
      period: LOAD_EVERY,
    });
  }

  /** Events that contradict others of their session, in the sessions that began today. */
  metricConflicts(): Metric {
    return ownMetric(this, WAREHOUSE_METRICS.conflictingEvents, {
      statistic: 'Maximum',
      label: 'conflicting events',
      period: LOAD_EVERY,
    });
  }

  /** The age of the oldest waiting object at the end of a run, ms. */
  metricLag(): Metric {
    return ownMetric(this, WAREHOUSE_METRICS.warehouseLoadLag, {
      statistic: 'Maximum',
      label: 'load lag',
      period: LOAD_EVERY,
    });
  }

  /** The duration of the longest run, ms. */
  metricTime(): Metric {
    return ownMetric(this, WAREHOUSE_METRICS.warehouseLoadTime, {
      statistic: 'Maximum',
      label: 'longest run',
      period: LOAD_EVERY,
    });
  }

  /** Objects loaded. */
  metricLoaded(): Metric {
    return ownMetric(this, WAREHOUSE_METRICS.warehouseLoadedObjects, { label: 'objects loaded', period: LOAD_EVERY });
  }

  /** Failed runs and skipped objects. */
  metricFailed(): Metric {
    return ownMetric(this, WAREHOUSE_METRICS.warehouseFailedLoads, {
      label: 'failed loads',
      period: Duration.minutes(1),
    });
  }
}

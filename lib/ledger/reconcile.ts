import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DeviceType } from '../../domain/families/viewing';
import { ERASED_VIEWERS, QUARANTINED_EVENTS, RAW_VIEWING_EVENTS, VIEWING_EVENTS } from '../../domain/lake';
import type { Path } from '../../domain/ledger/paths';
import type { Terms } from '../../domain/ledger/check-schedule';
import { DIMENSIONS } from '../../domain/dimensions';
import { LEDGER_METRICS } from '../../domain/ledger/metrics';
import type { ReconcileEnv } from '../../lambdas/ledger/reconcile/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { ScheduledRun } from '../foundation/scheduled-run';
import type { LedgerTable, Overflow, Quarantine } from '../ingest';
import { type LakeBucket, type LakeTables, Workgroup } from '../lake';
import { STATEMENTS_REASON, type Warehouse } from '../warehouse';
import type { LedgerConfig } from './config';

/** The stores that a run of reconcile reads. */
export interface ReconcileSources {
  readonly notes: LedgerTable;
  readonly overflow: Overflow;
  readonly quarantine: Quarantine;
  readonly bucket: LakeBucket;
  readonly tables: LakeTables;
  /** Where its queries store their results. */
  readonly queryResults: PrivateBucket;
  readonly warehouse: Warehouse;
}

/** Properties of {@link Reconcile}. */
export interface ReconcileProps extends ReconcileSources {
  readonly config: LedgerConfig;
}

/** Compares, once per period, the events that each path received with the accepted events. */
export class Reconcile extends Construct {
  /** The time between two runs. */
  readonly period: Duration;

  constructor(scope: Construct, id: string, props: ReconcileProps) {
    super(scope, id);
    const { config, queryResults } = props;
    this.period = config.period;
    const workgroup = new Workgroup(this, 'Workgroup', {
      use: 'ledger',
      description: 'The queries of reconcile over the lake and the quarantine.',
      cutoff: config.cutoff,
      results: queryResults,
    });
    const handler = this.createHandler(props, workgroup);
    grantReads(handler, props, workgroup);
    handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: config.period });
    new ScheduledRun(this, 'EachPeriod', {
      handler,
      schedule: ScheduleExpression.rate(config.period),
      retryAttempts: 0, // the next period's run is the retry
      maxEventAge: config.period,
    });
  }

  /** Audited events received in the last hour that a path must contain. */
  metricExpected(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerExpected, path, { [DIMENSIONS.path]: path });
  }

  /** Expected events that are in the path. */
  metricFound(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerFound, path, { [DIMENSIONS.path]: path });
  }

  /** Expected events that are missing and may still arrive. */
  metricPending(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerPending, path, { [DIMENSIONS.path]: path });
  }

  /** Events in the path without a note of their acceptance. */
  metricUnannounced(path: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerUnannounced, path, { [DIMENSIONS.path]: path });
  }

  /** Lost events of one path or of all paths. */
  metricLost(path?: Path): Metric {
    return this.metric(LEDGER_METRICS.ledgerLost, path ?? 'lost', path && { [DIMENSIONS.path]: path });
  }

  /** Sequence numbers between the first and the last received event of sessions. */
  metricSequenceNumbers(device: DeviceType): Metric {
    return this.metric(LEDGER_METRICS.sequenceNumbers, device, { [DIMENSIONS.deviceType]: device }).with({
      statistic: 'Sum',
    });
  }

  /** Expected sequence numbers that never arrived. */
  metricSequenceGaps(device: DeviceType): Metric {
    return this.metric(LEDGER_METRICS.sequenceGaps, device, { [DIMENSIONS.deviceType]: device }).with({
      statistic: 'Sum',
    });
  }

  /** Runs that checked every path that was due. */
  metricRuns(): Metric {
    return this.metric(LEDGER_METRICS.reconciliations, 'runs').with({ statistic: 'Sum' });
  }

  /** The maximum, not the sum: two runs in one period report the same state twice. */
  private metric(name: string, label: string, dimensionsMap?: Record<string, string>): Metric {
    const { period } = this;
    return ownMetric(this, name, { statistic: 'Maximum', label, period, ...(dimensionsMap && { dimensionsMap }) });
  }

  private createHandler(props: ReconcileProps, workgroup: Workgroup): Handler<ReconcileEnv> {
    const { config, notes, overflow, tables, warehouse } = props;
    return new Handler<ReconcileEnv>(this, 'Function', {
      step: 'reconcile',
      environment: {
        ...notes.environment,
        PATH_TERMS: JSON.stringify(termsOf(config)),
        LOOK_BACK_SECONDS: String(config.lookBack.toSeconds()),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        WAREHOUSE_WORKGROUP_NAME: warehouse.workgroup.workgroupName,
        WAREHOUSE_DATABASE_NAME: warehouse.databaseName,
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: 1_769,
      timeout: Duration.minutes(14),
      description: 'Compares the events that each path received with the accepted events, and reports lost ones.',
      sqlFolders: ['ledger', ...pathFolders()],
    });
  }
}

const SQL = join(__dirname, '../../sql');

/** The folders with the statements of the paths that subsystems register. */
const pathFolders = (): readonly string[] =>
  readdirSync(SQL)
    .map((subsystem) => `${subsystem}/ledger`)
    .filter((folder) => existsSync(join(SQL, folder)));

/** When each path is checked, ms, by path. */
const termsOf = ({ paths, period }: LedgerConfig): Readonly<Record<string, Terms>> =>
  Object.fromEntries(
    Object.entries(paths).map(([path, { from, within, block = period }]) => [
      path,
      { blockMs: block.toMilliseconds(), fromMs: from.toMilliseconds(), withinMs: within.toMilliseconds() },
    ]),
  );

/** The prefixes of the lake that its queries read. */
const READ_PREFIXES = [RAW_VIEWING_EVENTS, VIEWING_EVENTS, ERASED_VIEWERS].map(({ prefix }) => `${prefix}/`);

const grantReads = (handler: Handler<ReconcileEnv>, sources: ReconcileSources, workgroup: Workgroup): void => {
  const { notes, overflow, quarantine, bucket, tables, warehouse } = sources;
  const { role } = handler;
  const quarantined = `${QUARANTINED_EVENTS.prefix}/`;
  notes.grantNotes(handler); // accounts are written like notes
  notes.grant(handler, 'dynamodb:Query');
  overflow.queue.grant(handler, 'sqs:GetQueueAttributes');
  workgroup.grantQuery(handler);
  workgroup.grantRows(handler);
  warehouse.grantReading(handler);
  tables.grantDefinitions(handler, RAW_VIEWING_EVENTS, VIEWING_EVENTS, ERASED_VIEWERS, QUARANTINED_EVENTS);
  bucket.grantReadObjects(handler, ...READ_PREFIXES);
  quarantine.bucket.grantReadObjects(handler, quarantined);
  handler.grantPutMetrics();
  acknowledge(role, STATEMENTS_REASON, 'IAM5[Resource::*]');
  acknowledge(
    role,
    'It reads the lake and the quarantine through Athena, and the results of its own workgroup; Athena, Firehose and curation choose the keys.',
    ...READ_PREFIXES.map((prefix) => bucket.objectsFinding(prefix, role)),
    quarantine.bucket.objectsFinding(quarantined, role),
    workgroup.resultsFinding(role),
  );
};

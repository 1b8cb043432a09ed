import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Metric as CloudWatchMetric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CompositePrincipal,
  type IGrantable,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { Construct } from 'constructs';
import { MANIFESTS_PREFIX, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { acknowledge } from '../foundation/acknowledge';
import { EncryptionKey } from '../foundation/encryption-key';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { StageLogGroup } from '../foundation/stage-log-group';
import { nameIn, settingsOf } from '../foundation/subsystem-stack';
import { declareViewerData } from '../foundation/viewer-data';
import type { WarehouseConfig } from './config';
import { UsageLimit } from './usage-limit';
import { WarehouseNetwork } from './warehouse-network';

/** Properties of a {@link Warehouse}. */
export interface WarehouseProps {
  readonly config: WarehouseConfig;
  readonly lake: PrivateBucket;
}

/** Redshift's logs: users, connections and statements. */
const LOGS = ['userlog', 'connectionlog', 'useractivitylog'] as const;

/**
 * Redshift Serverless creates a recovery point every 30 minutes and keeps it for a day. Source: "Snapshots and recovery
 * points", Amazon Redshift Management Guide.
 */
const RECOVERY_POINTS = { what: 'recovery points', kept: Duration.days(1) };

/** The only user that may write. */
const ADMIN = 'mirror';

/** Redshift Serverless, billed by the second while it works, with a daily limit. */
export class Warehouse extends Construct {
  readonly databaseName = 'playhead';
  /** The name of the secret with the administrator's password. Redshift creates and rotates it. */
  readonly adminSecretName: string;
  readonly workgroup: CfnWorkgroup;
  readonly namespace: CfnNamespace;
  /** The role with which COPY reads the lake. */
  readonly copyRole: Role;
  /** For roles of analysts and of the A/B platform: it allows queries only. */
  readonly readers: ManagedPolicy;

  constructor(scope: Construct, id: string, { config, lake }: WarehouseProps) {
    super(scope, id);
    const name = nameIn(this);
    this.adminSecretName = `redshift!${name}-${ADMIN}`;
    const network = new WarehouseNetwork(this, 'Network', { lake, zoneIds: config.zoneIds });
    this.copyRole = this.createCopyRole(lake);
    this.namespace = new CfnNamespace(this, 'Namespace', {
      namespaceName: name,
      dbName: this.databaseName,
      adminUsername: ADMIN,
      manageAdminPassword: true,
      kmsKeyId: new EncryptionKey(this, 'Key', 'Encrypts the warehouse.').keyArn,
      iamRoles: [this.copyRole.roleArn],
      logExports: [...LOGS],
    });
    this.namespace.applyRemovalPolicy(settingsOf(this).removalPolicy);
    this.namespace.node.addDependency(...this.createLogGroups(name));
    declareViewerData(this.namespace, { keeps: 'pseudonyms', ends: 'erasure', copies: RECOVERY_POINTS });
    this.workgroup = new CfnWorkgroup(this, 'Workgroup', {
      workgroupName: name,
      namespaceName: name,
      baseCapacity: config.baseRpus,
      maxCapacity: config.maxRpus,
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [network.securityGroup.securityGroupId],
      configParameters: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
        { parameterKey: 'max_query_execution_time', parameterValue: String(config.longestQuery.toSeconds()) },
      ],
    });
    this.workgroup.addResourceDependency(this.namespace);
    new UsageLimit(this, 'UsageLimit', { dailyRpuHours: config.dailyRpuHours, workgroup: this.workgroup });
    this.readers = this.createReaders(name);
  }

  /** Allows running statements as the administrator of the database, and reading the state of its own statements. */
  grantAdministration(grantee: IGrantable): void {
    this.grantQuery(grantee, ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement']);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.adminSecretArn],
      }),
    );
  }

  /** Allows queries. A caller without the secret is a user that may only SELECT from the views. */
  grantReading(grantee: IGrantable): void {
    this.grantQuery(grantee, ['redshift-data:ExecuteStatement']);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['redshift-serverless:GetCredentials'],
        resources: [this.workgroup.attrWorkgroupWorkgroupArn],
      }),
    );
  }

  /**
   * The secret that Redshift creates. The ARN has a wildcard, because CloudFormation does not return the six appended
   * characters.
   */
  private get adminSecretArn(): string {
    return Stack.of(this).formatArn({
      ...{ service: 'secretsmanager', resource: 'secret', arnFormat: ArnFormat.COLON_RESOURCE_NAME },
      resourceName: `${this.adminSecretName}-??????`,
    });
  }

  /** RPU-seconds of a minute. */
  metricComputeSeconds(): Metric {
    return this.metric('ComputeSeconds', { ...SUM_BY_MINUTE, label: 'RPU seconds' });
  }

  /** The average duration of queries under ten seconds, µs. */
  metricQueryDuration(): Metric {
    const dimensionsMap = {
      DatabaseName: this.databaseName,
      LatencyRange: 'Short',
      Workgroup: this.workgroup.workgroupName,
    };
    return this.metric('QueryDuration', { statistic: 'Average', label: 'query (µs)', dimensionsMap });
  }

  private metric(metricName: string, options: MetricOptions): Metric {
    return new CloudWatchMetric({
      namespace: 'AWS/Redshift-Serverless',
      metricName,
      dimensionsMap: { Workgroup: this.workgroup.workgroupName },
      period: Duration.minutes(1),
      ...options,
    });
  }

  private grantQuery(grantee: IGrantable, actions: string[]): void {
    const principal = grantee.grantPrincipal;
    principal.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: [this.workgroup.attrWorkgroupWorkgroupArn] }),
    );
    principal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['CancelStatement', 'DescribeStatement', 'GetStatementResult'].map((one) => `redshift-data:${one}`),
        resources: ['*'],
        conditions: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' } },
      }),
    );
  }

  /** If they did not exist, Redshift would create them and keep statements and pseudonyms for ever. */
  private createLogGroups(name: string): readonly LogGroup[] {
    return LOGS.map((log) => {
      const group = new StageLogGroup(this, log, `/aws/redshift/${name}/${log}`);
      const ends = Duration.days(settingsOf(this).logRetention);
      if (log === 'useractivitylog')
        declareViewerData(group, { keeps: 'pseudonyms', ends, where: 'texts of statements' });
      return group;
    });
  }

  private createReaders(name: string): ManagedPolicy {
    const readers = new ManagedPolicy(this, 'Readers', {
      managedPolicyName: `${name}-warehouse-readers`,
      description: 'Allows queries of the warehouse: without a secret, only SELECT from its views.',
    });
    this.grantReading(readers);
    acknowledge(readers, STATEMENTS_REASON, 'IAM5[Resource::*]');
    return readers;
  }

  private createCopyRole(lake: PrivateBucket): Role {
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const role = new Role(this, 'CopyRole', {
      // AWS requires both principals for Redshift Serverless.
      assumedBy: new CompositePrincipal(
        ...['redshift-serverless', 'redshift'].map(
          (service) => new ServicePrincipal(`${service}.amazonaws.com`, { conditions }),
        ),
      ),
      description: 'The role with which COPY reads the lake.',
    });
    const prefixes = [RAW_VIEWING_EVENTS.prefix, MANIFESTS_PREFIX].map((prefix) => `${prefix}/`);
    lake.grantReadObjects(role, ...prefixes);
    acknowledge(
      role,
      'COPY reads raw events and manifests; Firehose and runs choose the keys.',
      ...prefixes.map((prefix) => lake.objectsFinding(prefix, role)),
    );
    return role;
  }
}

/** The reason why a role that queries the warehouse names every resource. */
export const STATEMENTS_REASON =
  'A statement has no ARN before it exists; a condition restricts the role to its own statements.';

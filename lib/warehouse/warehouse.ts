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
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { Construct } from 'constructs';
import { MANIFESTS_PREFIX, RAW_VIEWING_EVENTS } from '../../domain/lake';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { UsageLimit } from './usage-limit';
import { WarehouseNetwork } from './warehouse-network';

/** Properties of a {@link Warehouse}. */
export interface WarehouseProps {
  readonly stage: StageConfig;
  readonly lake: PrivateBucket;
}

/** What Redshift tells of who connects, of users, and of each statement. */
const LOGS = ['userlog', 'connectionlog', 'useractivitylog'] as const;

/** The one user who may write. */
const ADMIN = 'mirror';

/** Redshift Serverless: bills by the second of work and for nothing in between, within a limit a day. */
export class Warehouse extends Construct {
  readonly databaseName = 'playhead';
  /** Of the secret that holds the administrator's password: Redshift makes it and changes it. */
  readonly adminSecretName: string;
  readonly workgroup: CfnWorkgroup;
  readonly namespace: CfnNamespace;
  /** What COPY reads the lake as. */
  readonly copyRole: Role;
  /** For roles of analysts and of the A/B platform: to ask, and nothing else. */
  readonly readers: ManagedPolicy;

  constructor(scope: Construct, id: string, { stage, lake }: WarehouseProps) {
    super(scope, id);
    const name = `playhead-${stage.name}`;
    this.adminSecretName = `redshift!${name}-${ADMIN}`;
    const network = new WarehouseNetwork(this, 'Network', { stage, lake });
    this.copyRole = this.createCopyRole(lake);
    const key = new Key(this, 'Key', {
      description: 'Encrypts the warehouse.',
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: stage.removalPolicy,
    });
    this.namespace = new CfnNamespace(this, 'Namespace', {
      namespaceName: name,
      dbName: this.databaseName,
      adminUsername: ADMIN,
      manageAdminPassword: true,
      kmsKeyId: key.keyArn,
      iamRoles: [this.copyRole.roleArn],
      logExports: [...LOGS],
    });
    this.namespace.node.addDependency(...this.createLogGroups(name, stage));
    this.workgroup = new CfnWorkgroup(this, 'Workgroup', {
      workgroupName: name,
      namespaceName: name,
      baseCapacity: stage.warehouse.baseRpus,
      maxCapacity: stage.warehouse.maxRpus,
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [network.securityGroup.securityGroupId],
      configParameters: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
        { parameterKey: 'max_query_execution_time', parameterValue: String(stage.warehouse.longestQuery.toSeconds()) },
      ],
    });
    this.workgroup.addResourceDependency(this.namespace);
    new UsageLimit(this, 'UsageLimit', { stage, workgroup: this.workgroup });
    this.readers = this.createReaders(name);
  }

  /** Lets it run statements as the administrator of the database, and look at those of its own. */
  grantAdministration(grantee: IGrantable): void {
    this.grantQuery(grantee, ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement']);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.adminSecretArn],
      }),
    );
  }

  /** Lets it ask: without a secret it is a user who may SELECT from the views and nothing else. */
  grantReading(grantee: IGrantable): void {
    this.grantQuery(grantee, ['redshift-data:ExecuteStatement']);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['redshift-serverless:GetCredentials'],
        resources: [this.workgroup.attrWorkgroupWorkgroupArn],
      }),
    );
  }

  /** The secret that Redshift makes, by its name, behind which Secrets Manager puts six characters; CloudFormation tells no more. */
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

  /** How long queries under ten seconds took, µs. */
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

  /** Redshift would make them itself, and keep for ever what statements say of viewers. */
  private createLogGroups(name: string, stage: StageConfig): readonly LogGroup[] {
    return LOGS.map(
      (log) =>
        new LogGroup(this, log, {
          logGroupName: `/aws/redshift/${name}/${log}`,
          retention: stage.logRetention,
          removalPolicy: stage.removalPolicy,
        }),
    );
  }

  private createReaders(name: string): ManagedPolicy {
    const readers = new ManagedPolicy(this, 'Readers', {
      managedPolicyName: `${name}-warehouse-readers`,
      description: 'Asks the warehouse: whoever brings no secret can only SELECT from its views.',
    });
    this.grantReading(readers);
    acknowledge(readers, STATEMENTS_REASON, 'IAM5[Resource::*]');
    return readers;
  }

  private createCopyRole(lake: PrivateBucket): Role {
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const role = new Role(this, 'CopyRole', {
      // Of Redshift Serverless AWS asks for both.
      assumedBy: new CompositePrincipal(
        ...['redshift-serverless', 'redshift'].map(
          (service) => new ServicePrincipal(`${service}.amazonaws.com`, { conditions }),
        ),
      ),
      description: 'What COPY reads the lake as.',
    });
    const prefixes = [RAW_VIEWING_EVENTS.prefix, MANIFESTS_PREFIX].map((prefix) => `${prefix}/`);
    lake.grantReadObjects(role, ...prefixes);
    acknowledge(
      role,
      'COPY reads what arrived and the lists of it, under keys that Firehose and runs make up.',
      ...prefixes.map((prefix) => lake.objectsFinding(prefix, role)),
    );
    return role;
  }
}

/** Why a role that asks the warehouse names every resource. */
export const STATEMENTS_REASON =
  'A statement has no resource to name before it exists; a condition holds it to those of its own.';

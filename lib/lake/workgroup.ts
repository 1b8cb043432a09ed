import { type Size, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import type { StageConfig } from '../stages/config';
import type { PrivateBucket } from '../foundation/private-bucket';

/** Properties of a {@link Workgroup}. */
export interface WorkgroupProps {
  readonly stage: StageConfig;
  /** Who uses it: part of its name, and the folder of its results. */
  readonly use: 'analysts' | 'curation' | 'ledger';
  readonly description: string;
  /** Beyond this a query is stopped. */
  readonly cutoff: Size;
  readonly results: PrivateBucket;
}

/** An Athena workgroup whose settings nobody's query can change. */
export class Workgroup extends Construct {
  readonly name: string;
  readonly use: WorkgroupProps['use'];
  private readonly arn: string;
  private readonly results: PrivateBucket;
  readonly resultsPrefix: string;
  readonly resource: CfnWorkGroup;

  constructor(scope: Construct, id: string, { stage, use, description, cutoff, results }: WorkgroupProps) {
    super(scope, id);
    this.use = use;
    this.name = `playhead-${stage.name}-${use}`;
    this.resultsPrefix = `${use}/`;
    this.resource = new CfnWorkGroup(this, 'Resource', {
      name: this.name,
      description,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: cutoff.toBytes(),
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: results.s3UrlForObject(this.resultsPrefix),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    this.arn = Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: this.name });
    this.results = results;
  }

  /** What cdk-nag finds of a role that may read its answers: they lie under keys that Athena makes up. */
  resultsFinding(role: IConstruct = this): string {
    return this.results.objectsFinding(this.resultsPrefix, role);
  }

  /** Lets it ask questions here and read their answers; what a question may read is granted elsewhere. */
  grantQuery(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'athena:StartQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StopQueryExecution',
        ],
        resources: [this.arn],
      }),
    );
    this.results.grantObjects(grantee, this.resultsPrefix);
  }
}

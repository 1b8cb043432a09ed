import { type Size, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import type { PrivateBucket } from '../foundation/private-bucket';
import { nameIn } from '../foundation/subsystem-stack';

/** Properties of a {@link Workgroup}. */
export interface WorkgroupProps {
  /** Its user: the last part of its name, and the prefix of its results. */
  readonly use: string;
  readonly description: string;
  /** A query that scans more is cancelled. */
  readonly cutoff: Size;
  readonly results: PrivateBucket;
}

/** An Athena workgroup whose settings no query can override. */
export class Workgroup extends Construct {
  readonly name: string;
  readonly use: string;
  readonly resultsPrefix: string;
  readonly resource: CfnWorkGroup;
  private readonly arn: string;
  private readonly results: PrivateBucket;

  constructor(scope: Construct, id: string, { use, description, cutoff, results }: WorkgroupProps) {
    super(scope, id);
    this.use = use;
    this.name = nameIn(this, use);
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

  /** cdk-nag's finding about a role that may read the results, whose keys Athena chooses. */
  resultsFinding(role: IConstruct = this): string {
    return this.results.objectsFinding(this.resultsPrefix, role);
  }

  /** Allows running queries in it. What a query may read is granted elsewhere. */
  grantQuery(grantee: IGrantable): void {
    const calls = ['StartQueryExecution', 'GetQueryExecution', 'StopQueryExecution'];
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: calls.map((call) => `athena:${call}`), resources: [this.arn] }),
    );
    this.results.grantAthenaOutput(grantee, this.resultsPrefix);
    this.results.grantReadObjects(grantee, this.resultsPrefix);
  }

  /** Allows reading the rows of its queries. */
  grantRows(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['athena:GetQueryResults'], resources: [this.arn] }),
    );
  }
}

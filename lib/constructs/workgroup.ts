import type { Size } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StageConfig } from '../config';

/** Properties of a {@link Workgroup}. */
export interface WorkgroupProps {
  readonly stage: StageConfig;
  /** Who uses it: part of its name, and the folder of its results. */
  readonly use: 'analysts' | 'curation';
  readonly description: string;
  /** Beyond this a query is stopped. */
  readonly cutoff: Size;
  readonly results: IBucket;
}

/** An Athena workgroup whose settings nobody's query can change. */
export class Workgroup extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly resultsPrefix: string;
  readonly resource: CfnWorkGroup;

  constructor(scope: Construct, id: string, { stage, use, description, cutoff, results }: WorkgroupProps) {
    super(scope, id);
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
    const { account, region } = this.resource.stack;
    this.arn = `arn:aws:athena:${region}:${account}:workgroup/${this.name}`;
  }
}

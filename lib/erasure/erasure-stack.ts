import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { Erase } from './erase';
import type { FeaturesTable } from '../features/features-table';
import { RequestErasure } from './request-erasure';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';

/** What an erasure works on. */
export interface Erased {
  readonly ingest: IngestStack;
  readonly lake: LakeStack;
  readonly features: FeaturesTable;
}

/** A viewer's right to be forgotten: request-erasure → erase → lake and features, with a receipt. */
export class ErasureStack extends Stack {
  readonly erase: Erase;

  constructor(scope: Construct, id: string, stage: StageConfig, erased: Erased, props?: StackProps) {
    super(scope, id, props);
    const { ingest, lake, features } = erased;
    this.erase = new Erase(this, 'Erase', { stage, lake, features });
    new RequestErasure(this, 'RequestErasure', {
      stage,
      pseudonymKey: ingest.pseudonymKey,
      bucket: lake.lake.bucket,
      runs: this.erase.runs,
    });
  }
}

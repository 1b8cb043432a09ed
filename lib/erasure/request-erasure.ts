import { Construct } from 'constructs';
import type { RequestErasureEnv } from '../../lambdas/erasure/request-erasure/env';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import type { PrivateBucket } from '../foundation/private-bucket';
import type { PseudonymKey } from '../ingest/pseudonym-key';
import type { RunQueue } from '../foundation/run-queue';

/** Below it lie requests, records and receipts. */
const PREFIX = 'erasures/';

/** Properties of a {@link RequestErasure}. */
export interface RequestErasureProps {
  readonly stage: StageConfig;
  readonly pseudonymKey: PseudonymKey;
  readonly bucket: PrivateBucket;
  readonly runs: RunQueue;
}

/** The one function that is told a viewer's id: who may invoke it may ask for an erasure, and needs no other right. */
export class RequestErasure extends Construct {
  readonly handler: Handler<RequestErasureEnv>;

  constructor(scope: Construct, id: string, { stage, pseudonymKey, bucket, runs }: RequestErasureProps) {
    super(scope, id);
    this.handler = new Handler<RequestErasureEnv>(this, 'Function', {
      subsystem: 'erasure',
      step: 'request-erasure',
      stage,
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        PSEUDONYM_SECRET_ARN: pseudonymKey.secret.secretArn,
        ERASURE_QUEUE_URL: runs.queue.queueUrl,
      },
      memoryMiB: 512,
      description: 'Makes pseudonyms of a viewer’s id, suppresses them and begins an erasure.',
    });
    pseudonymKey.grantRead(this.handler);
    runs.queue.grant(this.handler, 'sqs:SendMessage');
    bucket.grantReadObjects(this.handler, PREFIX);
    bucket.grantPutObjects(this.handler, PREFIX);
    const role = this.handler.role ?? this.handler;
    acknowledge(
      role,
      'It reads and writes requests, records and receipts, under keys that it makes up.',
      bucket.objectsFinding(PREFIX, role),
    );
  }
}

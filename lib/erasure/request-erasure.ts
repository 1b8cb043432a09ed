import { Construct } from 'constructs';
import type { RequestErasureEnv } from '../../lambdas/erasure/request-erasure/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import type { RunQueue } from '../foundation/run-queue';
import type { PseudonymKey, SuppressedViewers } from '../ingest';
import type { LakeBucket } from '../lake';

/** The prefix of requests, records and receipts. */
const PREFIX = 'erasures/';

/** Properties of {@link RequestErasure}. */
export interface RequestErasureProps {
  readonly pseudonymKey: PseudonymKey;
  readonly suppressedViewers: SuppressedViewers;
  readonly bucket: LakeBucket;
  readonly runs: RunQueue;
  /** The stage's stores, as {@link viewerStores} describes them. */
  readonly stores: string;
}

/** The only function that receives a viewer's id. The permission to invoke it is sufficient to request erasures. */
export class RequestErasure extends Construct {
  constructor(scope: Construct, id: string, props: RequestErasureProps) {
    super(scope, id);
    const { pseudonymKey, suppressedViewers, bucket, runs, stores } = props;
    const handler = new Handler<RequestErasureEnv>(this, 'Function', {
      step: 'request-erasure',
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        PSEUDONYM_SECRET_ARN: pseudonymKey.secret.secretArn,
        ...suppressedViewers.environment,
        ERASURE_QUEUE_URL: runs.queue.queueUrl,
        VIEWER_STORES: stores,
      },
      memoryMiB: 512,
      description: 'Derives the pseudonyms of a viewer’s id, suppresses them and starts an erasure.',
    });
    pseudonymKey.grantRead(handler);
    suppressedViewers.grantSuppress(handler);
    runs.queue.grant(handler, 'sqs:SendMessage');
    bucket.grantReadObjects(handler, PREFIX);
    bucket.grantPutObjects(handler, PREFIX);
    acknowledge(
      handler.role,
      'It reads and writes requests, records and receipts; keys contain request ids.',
      bucket.objectsFinding(PREFIX, handler.role),
    );
  }
}

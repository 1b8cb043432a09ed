import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';

/** The stream of viewing events, encrypted under a key of its own that other accounts can be granted. */
export class EventStream extends Construct {
  readonly stream: Stream;
  /** Into how many buckets writers spread sessions. */
  readonly buckets: number;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    const encryptionKey = new Key(this, 'Key', {
      description: 'Encrypts viewing-events.',
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: stage.removalPolicy,
    });
    const capacity = stage.streamCapacity;
    this.stream = new Stream(this, 'Stream', {
      streamName: `playhead-${stage.name}-viewing-events`,
      ...(capacity.mode === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: capacity.shards }),
      retentionPeriod: stage.streamRetention,
      encryption: StreamEncryption.KMS,
      encryptionKey,
      removalPolicy: stage.removalPolicy,
    });
    acknowledge(
      this.stream,
      'A key of our own: readers in other accounts can be granted it, aws/kinesis never.',
      'KDS3',
    );
    this.buckets = stage.eventBuckets;
  }

  /** Lets it put records, and nothing else. */
  grantPut(grantee: IGrantable): void {
    this.stream.grant(grantee, 'kinesis:PutRecords');
    this.stream.encryptionKey?.grant(grantee, 'kms:GenerateDataKey');
  }
}

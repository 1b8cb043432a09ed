import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { acknowledge } from '../foundation/acknowledge';
import { EncryptionKey } from '../foundation/encryption-key';
import { nameIn, settingsOf } from '../foundation/subsystem-stack';
import { declareViewerData } from '../foundation/viewer-data';
import type { IngestConfig } from './config';

/** The stream of one event family. It has its own encryption key, which readers in other accounts can be granted. */
export class EventStream extends Construct {
  readonly stream: Stream;
  /** The number of buckets over which writers spread sessions. */
  readonly buckets: number;

  constructor(scope: Construct, id: string, name: string, config: IngestConfig) {
    super(scope, id);
    const { streamCapacity: capacity, streamRetention, eventBuckets } = config;
    this.stream = new Stream(this, 'Stream', {
      streamName: nameIn(this, name),
      ...(capacity.mode === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: capacity.shards }),
      retentionPeriod: streamRetention,
      encryption: StreamEncryption.KMS,
      encryptionKey: new EncryptionKey(this, 'Key', `Encrypts ${name}.`),
      removalPolicy: settingsOf(this).removalPolicy,
    });
    const reason = 'A customer-managed key: readers in other accounts can be granted it, but not aws/kinesis.';
    acknowledge(this.stream, reason, 'KDS3');
    declareViewerData(this.stream, { keeps: 'pseudonyms', ends: streamRetention });
    this.buckets = eventBuckets;
  }

  /** Allows putting records, and nothing else. */
  grantPut(grantee: IGrantable): void {
    this.stream.grant(grantee, 'kinesis:PutRecords');
    this.stream.encryptionKey?.grant(grantee, 'kms:GenerateDataKey');
  }
}

/**
 * What the embedded services ask of one another inside the process, where AWS would go through its own internals. The
 * handlers never see these: they speak to the endpoint.
 */

/** One record as a shard holds it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Epoch ms at which the stream took it. */
  readonly arrivedAt: number;
}

export interface ShardDescription {
  readonly shardId: string;
  /** The shards that this one was made of; an event source reads them to their end first. */
  readonly parentShardIds: readonly string[];
}

/** Kinesis, as event sources and delivery streams read it. */
export interface StreamReader {
  /** Every shard that still holds records or takes them, open and closed. */
  shards(streamArn: string): readonly ShardDescription[];
  /** Records after `afterSequence` (from the oldest when undefined). `ended`: closed, and nothing is left to read. */
  read(
    streamArn: string,
    shardId: string,
    afterSequence: string | undefined,
    limit: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly ended: boolean }>;
  /** The sequence number of the newest record, undefined when there is none: where LATEST starts. */
  tip(streamArn: string, shardId: string): string | undefined;
  /** Calls back when a shard of the stream has taken records or shards have changed; returns how to stop. */
  onChange(streamArn: string, listener: () => void): () => void;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** SentTimestamp, ApproximateReceiveCount, ApproximateFirstReceiveTimestamp, SenderId. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
}

/** SQS, as event sources read it. */
export interface QueueReader {
  /** Waits up to `waitMs` for at least one message; each message returned is then invisible for the queue's timeout. */
  receive(queueArn: string, maxMessages: number, waitMs: number): Promise<readonly QueueMessage[]>;
  remove(queueArn: string, receiptHandles: readonly string[]): Promise<void>;
}

/** SQS, as on-failure destinations and dead-letter settings write it. */
export interface QueueWriter {
  send(queueArn: string, body: string): Promise<void>;
}

/** S3, as delivery streams and on-failure destinations write it. */
export interface ObjectWriter {
  putObject(bucket: string, key: string, body: Buffer, contentType?: string): Promise<void>;
}

/** S3, as engines read it: objects are files. */
export interface ObjectFiles {
  /** Below it lie the objects of every bucket. */
  readonly root: string;
  /** The objects of a bucket whose key starts with `prefix`, in the order of their keys; none where there is no such bucket. */
  files(bucket: string, prefix: string): readonly ObjectFile[];
}

export interface ObjectFile {
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

/** A table of the data catalog, as far as the engines need it. */
export interface CatalogTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly { readonly name: string; readonly type: string }[];
  /** s3://bucket/prefix/ */
  readonly location: string;
  readonly serde: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The SELECT of a view; undefined of a table. */
  readonly view: string | undefined;
  /** Epoch s. */
  readonly createdAt: number;
}

/** Glue, as Firehose reads it. */
export interface TableCatalog {
  /** Throws EntityNotFoundException where there is none. */
  table(database: string, name: string): CatalogTable;
}

/** Glue, as Athena reads it. */
export interface PartitionCatalog extends TableCatalog {
  databases(): readonly { readonly name: string; readonly description: string }[];
  /** Every table by both its names. */
  tables(): readonly { readonly database: string; readonly table: string }[];
  /** Where each partition lies that was put into the catalog. */
  partitions(
    database: string,
    name: string,
  ): readonly { readonly values: readonly string[]; readonly location: string }[];
}

/** What an invocation came to. */
export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Lambda, as everything that triggers a function calls it. `functionArn` may be an ARN or a name. */
export interface Invoker {
  invoke(functionArn: string, event: unknown): Promise<Invocation>;
}

/** SNS, as alarms tell of their changes. */
export interface AlarmNotifier {
  notify(topicArn: string, subject: string, message: string): void;
}

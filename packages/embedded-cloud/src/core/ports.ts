import type { JsonObject } from './json-object';

/**
 * The interfaces through which embedded services call each other inside the process, where AWS uses internal calls.
 * Lambda handlers do not use them: they call the endpoint.
 */

/** One record as a shard stores it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Epoch ms at which the stream accepted the record. */
  readonly arrivedAt: number;
}

export interface ShardDescription {
  readonly shardId: string;
  /** The shards that this one was split or merged from; an event source reads them to their end first. */
  readonly parentShardIds: readonly string[];
}

/** Kinesis, as event sources and delivery streams read it. */
export interface StreamReader {
  /** Every shard that still holds records or accepts them, open and closed. */
  shards(streamArn: string): readonly ShardDescription[];
  /** Records after `afterSequence`, or from the oldest when it is undefined. `ended`: the shard is closed and read to its end. */
  read(
    streamArn: string,
    shardId: string,
    afterSequence: string | undefined,
    limit: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly ended: boolean }>;
  /** The sequence number of the newest record, where LATEST starts; undefined when the shard is empty. */
  tip(streamArn: string, shardId: string): string | undefined;
  /** Calls the listener when a shard of the stream accepts records or the set of shards changes; returns a function that unsubscribes. */
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
  /** Waits up to `waitMs` for at least one message; each message returned is invisible for the queue's visibility timeout. */
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
  /** The folder that contains the objects of every bucket. */
  readonly root: string;
  /** The objects of a bucket whose key starts with `prefix`, sorted by key; empty when the bucket does not exist. */
  files(bucket: string, prefix: string): readonly ObjectFile[];
}

export interface ObjectFile {
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

/** A table of the data catalog, with the properties that the engines need. */
export interface CatalogTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly { readonly name: string; readonly type: string }[];
  /** s3://bucket/prefix/ */
  readonly location: string;
  readonly serde: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The SELECT of a view; undefined for a table. */
  readonly view: string | undefined;
  /** Epoch s. */
  readonly createdAt: number;
}

/** Glue, as Firehose reads it. */
export interface TableCatalog {
  /** Throws EntityNotFoundException when the table does not exist. */
  table(database: string, name: string): CatalogTable;
}

/** Glue, as Athena reads it. */
export interface PartitionCatalog extends TableCatalog {
  /** Creates a table from a TableInput; throws AlreadyExistsException when the table exists. */
  createTable(database: string, input: JsonObject): void;
  /** Throws EntityNotFoundException when the table does not exist. */
  deleteTable(database: string, name: string): void;
  databases(): readonly { readonly name: string; readonly description: string }[];
  /** Every table with its database. */
  tables(): readonly { readonly database: string; readonly table: string }[];
  /** The partitions that the catalog lists for a table, each with its location. */
  partitions(
    database: string,
    name: string,
  ): readonly { readonly values: readonly string[]; readonly location: string }[];
}

/** The result of an invocation whose payload is an object. */
export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Lambda, as services that pass objects invoke a function. `functionArn` may be an ARN or a name. */
export interface Invoker {
  invoke(functionArn: string, event: unknown): Promise<Invocation>;
}

/** An error as the Node.js runtime of Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The result of an invocation whose payload is JSON text; `throttled` when the function was never called. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly throttled: boolean; readonly error: FunctionError };

/** Lambda, as triggers that pass JSON text invoke a function. */
export interface PayloadInvoker {
  invokePayload(functionArn: string, payload: string): Promise<Outcome>;
}

/** Lambda, as callers that do not wait for the outcome invoke a function; Lambda retries a failed invocation. */
export interface AsyncInvoker {
  /** Throws when the function does not exist. */
  invokeLater(functionArn: string, payload: string): void;
  /** Adds a line to a function's log. */
  note(functionArn: string, line: string): void;
}

/** Lambda, in every way in which services invoke functions. */
export interface FunctionInvoker extends Invoker, PayloadInvoker, AsyncInvoker {}

/** SNS, as alarms publish their changes. */
export interface AlarmNotifier {
  notify(topicArn: string, subject: string, message: string): void;
}

/** CloudWatch Logs, as services write to it. */
export interface LogWriter {
  /** Appends messages, one event each, at the current time. Creates the log group and the stream if they do not exist. */
  write(logGroupName: string, logStreamName: string, messages: readonly string[]): void;
}

/** A quota of AWS that a service enforces. */
export interface DocumentedLimit {
  readonly service: string;
  /** What is limited, without the figure. */
  readonly what: string;
  readonly value: number;
  readonly unit: 'bytes' | 'ms' | 'count';
  /** The answer to what exceeds it. */
  readonly answer: string;
  /** The page on which AWS documents it. */
  readonly source: string;
}

const KIB = 1_024;
const MIB = 1_024 * KIB;
const HOUR_MS = 3_600_000;

type Documented = Pick<DocumentedLimit, 'service' | 'source'>;

const documentedBy = (service: string, page: string): Documented => ({
  service,
  source: `https://docs.aws.amazon.com/${page}`,
});

const STREAMS = documentedBy('Kinesis', 'streams/latest/dev/service-sizes-and-limits.html');
const PUT_RECORDS = documentedBy('Kinesis', 'kinesis/latest/APIReference/API_PutRecords.html');
const FIREHOSE = documentedBy('Data Firehose', 'firehose/latest/APIReference/API_PutRecordBatch.html');
const DYNAMODB = documentedBy('DynamoDB', 'amazondynamodb/latest/developerguide/Constraints.html');
const SQS = documentedBy('SQS', 'AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html');
const LAMBDA = documentedBy('Lambda', 'lambda/latest/dg/gettingstarted-limits.html');
const ATHENA = documentedBy('Athena', 'athena/latest/ug/service-limits.html');
const GET_RESULTS = documentedBy('Athena', 'athena/latest/APIReference/API_GetQueryResults.html');
const REDSHIFT = documentedBy('Redshift Data', 'redshift/latest/mgmt/data-api.html');
const REDSHIFT_ERRORS = documentedBy('Redshift Data', 'redshift/latest/mgmt/data-api-troubleshooting.html');
const HTTP_API = documentedBy('HTTP API', 'apigateway/latest/developerguide/http-api-quotas.html');

const limitIn =
  (unit: DocumentedLimit['unit']) =>
  (by: Documented, what: string, value: number, answer: string): DocumentedLimit => ({
    ...by,
    ...{ what, value, unit, answer },
  });
const [bytes, count, ms] = [limitIn('bytes'), limitIn('count'), limitIn('ms')];

const THROTTLED = '`ProvisionedThroughputExceededException`';
const WRITE_THROTTLED = `${THROTTLED}, for single records in PutRecords`;
const INVALID = '`ValidationException`';
const INVALID_ARGUMENT = '`InvalidArgumentException`';
const INVALID_REQUEST = '`InvalidRequestException`';

/** Every quota that the services enforce, by the name that they use for it. */
export const DOCUMENTED_LIMITS = {
  shardWriteBytes: bytes(STREAMS, 'writes to a shard per second', MIB, WRITE_THROTTLED),
  shardWriteRecords: count(STREAMS, 'records written to a shard per second', 1_000, WRITE_THROTTLED),
  shardReadCalls: count(STREAMS, 'calls of GetRecords per second and shard', 5, THROTTLED),
  shardReadBytes: bytes(STREAMS, 'reads of a shard per second; a larger answer counts longer', 2 * MIB, THROTTLED),
  consumerReadBytes: bytes(
    STREAMS,
    'events per second, shard and registered consumer',
    2 * MIB,
    'the next event waits',
  ),
  recordBytes: bytes(PUT_RECORDS, 'a record with its partition key', MIB, INVALID),
  putRecordsRecords: count(PUT_RECORDS, 'records of a PutRecords request', 500, INVALID),
  putRecordsBytes: bytes(PUT_RECORDS, 'a PutRecords request', 10 * MIB, INVALID_ARGUMENT),
  deliveryRecordBytes: bytes(FIREHOSE, 'a record', 1_000 * KIB, INVALID_ARGUMENT),
  deliveryBatchRecords: count(FIREHOSE, 'records of a PutRecordBatch request', 500, INVALID_ARGUMENT),
  deliveryBatchBytes: bytes(FIREHOSE, 'a PutRecordBatch request', 4 * MIB, INVALID_ARGUMENT),
  itemBytes: bytes(DYNAMODB, 'an item', 400 * KIB, INVALID),
  messageBytes: bytes(SQS, 'a message', MIB, '`InvalidParameterValue`'),
  messageBatchBytes: bytes(SQS, 'the messages of a batch', MIB, '`BatchRequestTooLong`'),
  messagesInFlight: count(SQS, 'messages of a queue in flight', 120_000, '`OverLimit`; a long poll waits'),
  requestBytes: bytes(
    LAMBDA,
    'the payload of an invocation',
    6 * MIB,
    '`RequestTooLargeException`; 413 from an HTTP API',
  ),
  asyncRequestBytes: bytes(LAMBDA, 'the payload of an asynchronous invocation', MIB, '`RequestTooLargeException`'),
  responseBytes: bytes(LAMBDA, 'the response of a function', 6 * MIB, 'the error `Function.ResponseSizeTooLarge`'),
  queryBytes: bytes(ATHENA, 'the text of a query', 256 * KIB, INVALID_REQUEST),
  resultPageRows: count(GET_RESULTS, 'MaxResults of GetQueryResults', 1_000, INVALID_REQUEST),
  statementBytes: bytes(REDSHIFT, 'the text of a statement', 100 * KIB, INVALID),
  resultAgeMs: ms(REDSHIFT, 'the age of a result', 24 * HOUR_MS, '`ResourceNotFoundException`'),
  resultRowBytes: bytes(REDSHIFT_ERRORS, 'a row of a result', 64 * KIB, 'the statement fails'),
  resultBytes: bytes(REDSHIFT_ERRORS, 'a result, here without compression', 500 * MIB, 'the statement fails'),
  bodyBytes: bytes(HTTP_API, 'the body of a request', 10 * MIB, '413 `Request Entity Too Large`'),
  integrationMs: ms(HTTP_API, 'the time of an integration', 30_000, '503; a longer timeout cannot be declared'),
} as const;

/** The quotas by name, in bytes, ms and counts; infinity where none holds. */
export type Limits = Readonly<Record<keyof typeof DOCUMENTED_LIMITS, number>>;

const limitsBy = (valueOf: (limit: DocumentedLimit) => number): Limits =>
  Object.fromEntries(Object.entries(DOCUMENTED_LIMITS).map(([name, limit]) => [name, valueOf(limit)])) as Limits;

/** The quotas as AWS documents them. */
export const AWS_LIMITS = limitsBy(({ value }) => value);

/** Turns every quota off. */
export const NO_LIMITS = limitsBy(() => Infinity);

import type { HttpResponse, ServiceError } from '../../core/service';

/**
 * The names that errors had in SQS's query protocol; SDKs go by them where a header gives them. Those not here kept theirs.
 * Source: the `awsQueryError` traits in SQS's API model.
 */
const QUERY_NAMES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** An error as SQS answers it: JSON, with the query protocol's name of it in a header. */
export const sqsErrorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
  status: code === 'RequestThrottled' ? 403 : status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': `${QUERY_NAMES[code] ?? code};${status < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
});

import type { HttpResponse, ServiceError } from '../../core/service';

/**
 * The error names of the older SQS query protocol, which SDKs use when the response header contains them. Errors that
 * are not listed have the same name in both protocols. Source: the `awsQueryError` traits in the API model of SQS.
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
  AccessDeniedException: 'AccessDenied',
  KmsAccessDenied: 'KMS.AccessDeniedException',
};

/** The error response of SQS: JSON, with the error name of the query protocol in a header. */
export const sqsErrorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
  status: code === 'RequestThrottled' ? 403 : status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': `${QUERY_NAMES[code] ?? code};${status < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
});

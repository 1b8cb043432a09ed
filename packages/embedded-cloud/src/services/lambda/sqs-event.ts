import type { QueueMessage } from '../../core/ports';

/** The event with which Lambda invokes a function for messages of a queue, as JSON text. */
export const toSqsEvent = (messages: readonly QueueMessage[], queueArn: string): string =>
  JSON.stringify({
    Records: messages.map((message) => ({
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: message.attributes,
      messageAttributes: toEventAttributes(message.messageAttributes),
      md5OfBody: message.md5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(':')[3] ?? '',
    })),
  });

/** Converts attributes from the API's PascalCase to the event's camelCase, and adds the lists that the event has. */
const toEventAttributes = (attributes: QueueMessage['messageAttributes']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, toEventAttribute(attribute)]));

const toEventAttribute = (attribute: unknown): unknown => {
  if (typeof attribute !== 'object' || attribute === null || !('DataType' in attribute)) return attribute;
  const { DataType: dataType } = attribute;
  const stringValue = 'StringValue' in attribute ? attribute.StringValue : undefined;
  const binaryValue = 'BinaryValue' in attribute ? attribute.BinaryValue : undefined;
  return { stringValue, binaryValue, stringListValues: [], binaryListValues: [], dataType };
};

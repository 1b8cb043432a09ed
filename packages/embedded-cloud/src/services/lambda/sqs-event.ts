import type { QueueMessage } from '../../core/ports';

/** The event that Lambda hands to a function for messages of a queue, as JSON text. */
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

/** The API names an attribute's members in PascalCase, the event in camelCase and with the lists. */
const toEventAttributes = (attributes: QueueMessage['messageAttributes']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, toEventAttribute(attribute)]));

const toEventAttribute = (attribute: unknown): unknown => {
  if (typeof attribute !== 'object' || attribute === null || !('DataType' in attribute)) return attribute;
  const { DataType: dataType } = attribute;
  const stringValue = 'StringValue' in attribute ? attribute.StringValue : undefined;
  const binaryValue = 'BinaryValue' in attribute ? attribute.BinaryValue : undefined;
  return { stringValue, binaryValue, stringListValues: [], binaryListValues: [], dataType };
};

import type { StreamRecord } from '../../core/ports';

/** Lambda's limit on the payload of an invocation. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The maximum size of the fields around the data. */
const ENVELOPE_BYTES = 700;

/** The upper bound of a record's size in the payload. */
export const payloadBytes = ({ data, partitionKey }: StreamRecord): number =>
  Math.ceil(data.length / 3) * 4 + partitionKey.length * 2 + ENVELOPE_BYTES;

/** The event with which Lambda invokes a function for records of a shard, as JSON text. Built by hand for speed. */
export const toKinesisEvent = (records: readonly StreamRecord[], shardId: string, streamArn: string): string => {
  const [, , , region = '', accountId = ''] = streamArn.split(':');
  const source =
    `"eventSource":"aws:kinesis","eventVersion":"1.0","eventName":"aws:kinesis:record",` +
    `"invokeIdentityArn":"arn:aws:iam::${accountId}:role/embedded","awsRegion":"${region}","eventSourceARN":"${streamArn}"`;
  const texts = records.map(
    ({ sequenceNumber, partitionKey, data, arrivedAt }) =>
      `{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":${JSON.stringify(partitionKey)},` +
      `"sequenceNumber":"${sequenceNumber}","data":"${data.toString('base64')}",` +
      `"approximateArrivalTimestamp":${arrivedAt / 1000}},"eventID":"${shardId}:${sequenceNumber}",${source}}`,
  );
  return `{"Records":[${texts.join(',')}]}`;
};

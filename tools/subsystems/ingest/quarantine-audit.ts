import { gunzipSync } from 'node:zlib';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Cloud } from 'embedded-cloud';
import { isObject, type JsonObject } from 'embedded-cloud/json';
import { embeddedSettings } from '../../local/clients';

/** The lines of the quarantine: one for each refused event, or for a request that was refused as a whole. */
export const quarantineLines = async (cloud: Cloud): Promise<readonly JsonObject[]> => {
  await cloud.services.firehose.flush();
  const s3 = new S3Client({ ...embeddedSettings(cloud.surroundings), forcePathStyle: true });
  const Bucket = await quarantineBucket(cloud);
  const lines: JsonObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'quarantine/' })) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString('utf8');
      const objects: unknown[] = text
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      lines.push(...objects.filter(isObject));
    }
  }
  return lines;
};

/** The number of different refused events in the quarantine: an event that was sent and refused twice counts once. */
export const countQuarantined = async (cloud: Cloud): Promise<number> => {
  const lines = await quarantineLines(cloud);
  const refused = lines.flatMap((line) => ('index' in line && 'event' in line ? [JSON.stringify(line['event'])] : []));
  return new Set(refused).size;
};

const quarantineBucket = async (cloud: Cloud): Promise<string> => {
  const DeliveryStreamName = cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'quarantine');
  const firehose = new FirehoseClient(embeddedSettings(cloud.surroundings));
  const { DeliveryStreamDescription } = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  const arn = DeliveryStreamDescription?.Destinations?.[0]?.ExtendedS3DestinationDescription?.BucketARN;
  if (arn === undefined) throw new Error(`${DeliveryStreamName} has no bucket.`);
  return arn.split(':').at(-1) ?? '';
};

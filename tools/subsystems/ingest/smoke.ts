import { gunzipSync } from 'node:zlib';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { logGroupName, resourceName } from '../../../domain/names';
import { hoursSince } from '../../smoke/hours';
import type { SmokeCheck } from '../../smoke/smoke-check';

/** Firehose writes an object one minute after its first record; clocks may differ by some seconds. */
const CLOCK_SLACK_MS = 30_000;

/** A new object of the quarantine contains the refused event. */
const quarantine: SmokeCheck = {
  name: 'quarantine',
  stack: 'ingest',
  withinSeconds: 240,
  nextStep: (stage) =>
    `the log ${logGroupName(stage, 'quarantine')}, and "Refused events are not stored" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const firehose = new FirehoseClient(settings);
    const s3 = new S3Client({ ...settings, forcePathStyle: settings.endpoint !== undefined });
    const searched = new Set<string>();
    let bucket: Promise<string> | undefined;
    return async ({ sentAt, invalid }) => {
      const Bucket = await (bucket ??= bucketOf(firehose, resourceName(stage, 'quarantine')));
      for (const { dt, hour } of hoursSince(sentAt)) {
        const Prefix = `quarantine/dt=${dt}/hour=${hour}/`;
        for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
          for (const { Key = '', LastModified = new Date() } of Contents) {
            if (LastModified.getTime() < sentAt - CLOCK_SLACK_MS || searched.has(Key)) continue;
            searched.add(Key);
            const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
            const lines = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString('utf8');
            if (lines.includes(invalid.event_id)) {
              return { ok: true, observed: 'contains the refused event with its reason' };
            }
          }
        }
      }
      return { ok: false, observed: `${searched.size} new objects, none with the refused event` };
    };
  },
};

const bucketOf = async (firehose: FirehoseClient, name: string): Promise<string> => {
  const { DeliveryStreamDescription } = await firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }),
  );
  const arn = DeliveryStreamDescription?.Destinations?.[0]?.ExtendedS3DestinationDescription?.BucketARN;
  if (arn === undefined) throw new Error(`${name} has no bucket.`);
  return arn.split(':').at(-1) ?? '';
};

export default [quarantine] satisfies readonly SmokeCheck[];

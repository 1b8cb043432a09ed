import { VIEWING } from '../../domain/families/viewing';
import { packEvents } from '../../domain/ingest';
import { toPresence } from '../../lambdas/live/count-viewers/count-viewers';
import { presenceItems } from '../../lambdas/live/count-viewers/batch-items';
import { compare } from './compare';
import { sampleViewingEvents } from './sample-events';

const EVENTS = 500;
const BUCKETS = 16;

/** Compares turning 500 packed events into presence items with base64 decoding and JSON.parse of the same bytes. */
export const benchCountViewers = (now: number) => {
  const records = packEvents(VIEWING, sampleViewingEvents(EVENTS, now), BUCKETS).map(({ bucket, data }, index) => ({
    sequenceNumber: String(index),
    bucket,
    arrivedAt: now,
    data: Buffer.from(data).toString('base64'),
  }));
  const settings = { buckets: BUCKETS, salts: 2, closeAfterMs: 180_000 };
  const start = { shardId: 'shardId-000000000000', sequenceNumber: '0', records: records.length };
  const { subjectMs, baselineMs, speed } = compare(
    () => presenceItems(toPresence(records, settings), start, settings.closeAfterMs),
    () => {
      for (const { data } of records) {
        for (const line of Buffer.from(data, 'base64').toString('utf8').trimEnd().split('\n')) JSON.parse(line);
      }
    },
  );
  return {
    countViewersMsPer500Events: subjectMs,
    decodeAndParseMsPer500Events: baselineMs,
    ratioToDecodeAndParse: speed,
    target: 'ratioToDecodeAndParse >= 0.75',
    ok: speed >= 0.75,
  };
};

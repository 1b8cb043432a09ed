import type { Declared } from '../declared';
import { type Load, MONTH_SECONDS, ratesOf, REFUSED_SHARE } from '../load';
import { type PriceList, priceOf } from '../prices';
import { ROUND_SECONDS, workAt } from '../steps';
import { billedBytes, gbOf, type Term } from '../term';

/** A watermark record, bytes. */
const WATERMARK_BYTES = 60;
const KB = 1_024;
const HOURS = MONTH_SECONDS / 3_600;

/** Kinesis: by volume with each record rounded up to 1 KB, or by the shard. */
export const kinesisTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { requests, recordBytes } = ratesOf(load);
  const watermarks = declared.buckets / ROUND_SECONDS;
  const inBytes = requests * billedBytes(recordBytes, KB) + watermarks * KB;
  const outBytes = (requests * recordBytes + watermarks * WATERMARK_BYTES) * declared.streamReaders;
  const extraHours = Math.max(0, declared.stream.retentionHours - 24);
  const term = (what: string, usd: number): Term => ({ service: 'Kinesis', what, usd });
  const { shards } = declared.stream;
  if (shards !== undefined) {
    const units = (requests * billedBytes(recordBytes, 25 * KB)) / (25 * KB) + watermarks;
    return [
      term('shards', priceOf(prices, 'kinesis.shardHour', shards * HOURS)),
      term('puts', priceOf(prices, 'kinesis.putUnitsMillion', (units * MONTH_SECONDS) / 1e6)),
      term('retention', extraHours > 0 ? priceOf(prices, 'kinesis.extendedShardHour', shards * HOURS) : 0),
    ];
  }
  return [
    term('in', priceOf(prices, 'kinesis.onDemandInGb', gbOf(inBytes * MONTH_SECONDS))),
    term('out', priceOf(prices, 'kinesis.onDemandOutGb', gbOf(outBytes * MONTH_SECONDS))),
    term('the stream itself', priceOf(prices, 'kinesis.onDemandStreamHour', HOURS)),
    term(
      'retention beyond a day',
      priceOf(prices, 'kinesis.onDemandExtendedGbMonth', gbOf(requests * recordBytes * extraHours * 3_600)),
    ),
  ];
};

/** Firehose: each record rounded up to 5 KB, and converted. */
export const firehoseTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { requests, events, recordBytes } = ratesOf(load);
  const { records } = workAt(load, declared);
  const rounded = billedBytes(recordBytes, 5 * KB);
  const raw = gbOf((requests * rounded + (records - requests) * 5 * KB) * MONTH_SECONDS);
  const quarantined = gbOf(events * REFUSED_SHARE * 5 * KB * MONTH_SECONDS);
  const share = raw / (raw + quarantined);
  const usd = priceOf(prices, 'firehose.inGb', raw + quarantined);
  return [
    { service: 'Firehose', what: 'raw, by 5 KB a record', usd: usd * share },
    { service: 'Firehose', what: 'quarantine', usd: usd * (1 - share) },
    { service: 'Firehose', what: 'conversion to Parquet', usd: priceOf(prices, 'firehose.conversionGb', raw) },
  ];
};

/** SQS: each report is sent by itself, and received and deleted by tens. */
export const sqsTerms = (load: Load, _: Declared, prices: PriceList): readonly Term[] => {
  const { requests } = ratesOf(load);
  const calls = requests * MONTH_SECONDS;
  const usd = priceOf(prices, 'sqs.requestsMillion', (calls * 1.2) / 1e6);
  return [
    { service: 'SQS', what: 'sending quality reports', usd: usd / 1.2 },
    { service: 'SQS', what: 'receiving and deleting them', usd: usd - usd / 1.2 },
  ];
};

import { LAKE_METRICS } from '../../../domain/lake';
import type { CostRegistration } from '../../cost/cost-registration';
import { CURATED_EVENT_BYTES, type Load, MONTH_SECONDS, RAW_EVENT_BYTES, ratesOf } from '../../cost/load';
import type { PriceName } from '../../cost/prices';
import type { StageTemplates } from '../../cost/stage-templates';
import { TemplateNode } from '../../cost/template-node';
import { billedBytes, gbOf, gbPerMonth, metricUsage, MONTH_DAYS, type Usage } from '../../cost/usage';
import { streamAt } from '../ingest/stream';

const DAY_SECONDS = 86_400;

/** Firehose bills each record of a stream rounded up to this, bytes. */
const FIREHOSE_UNIT_BYTES = 5 * 1_024;

/**
 * Curation of a date reads raw of that date and of the days around it, and three dates of events for each date of
 * sessions.
 */
const RAW_DAYS_READ = 3;
const CURATED_DAYS_READ = 9;

/** Firehose: each record rounded up, and its conversion to Parquet. */
const deliveryUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const { requests, recordBytes } = ratesOf(load);
  const { watermarks } = streamAt(load, templates);
  const bytes = requests * billedBytes(recordBytes, FIREHOSE_UNIT_BYTES) + watermarks * FIREHOSE_UNIT_BYTES;
  return [
    { what: 'raw records, each as 5 KB', price: 'firehose.inGb', quantity: gbPerMonth(bytes) },
    { what: 'conversion to Parquet', price: 'firehose.conversionGb', quantity: gbPerMonth(bytes) },
  ];
};

/** S3: the lake in its last month, by the storage class of each day by then, and the objects that Firehose writes. */
const storageUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const { events } = ratesOf(load);
  const dayGb = gbOf(events * DAY_SECONDS * (RAW_EVENT_BYTES + CURATED_EVENT_BYTES));
  const ageDays = load.months * MONTH_DAYS;
  const classes = [{ storageClass: 'STANDARD', afterDays: 0 }, ...transitionsOf(templates)];
  const storage = classes.map(({ storageClass, afterDays }, index): Usage => {
    const untilDays = Math.min(ageDays, classes[index + 1]?.afterDays ?? Infinity);
    const quantity = dayGb * Math.max(0, untilDays - afterDays);
    return { what: `lake in ${storageClass}`, price: `s3.${storageClass}` as PriceName, quantity };
  });
  const puts = (objectsPerSecond(load, templates) * MONTH_SECONDS) / 1_000;
  return [
    ...storage.filter(({ quantity }) => quantity > 0),
    { what: 'puts', price: 's3.putsThousand', quantity: puts },
  ];
};

/** The storage classes of old objects, and the age from which they apply. Only the lake's bucket has transitions. */
export const transitionsOf = (templates: StageTemplates) =>
  templates
    .all('AWS::S3::Bucket')
    .flatMap((bucket) => bucket.in('LifecycleConfiguration').list('Rules'))
    .flatMap((rule) => rule.list('Transitions'))
    .map((transition) => ({
      storageClass: transition.text('StorageClass'),
      afterDays: transition.optional('TransitionInDays') ?? 0,
    }));

/** Firehose closes an object when its buffer is full or old enough. */
const objectsPerSecond = (load: Load, templates: StageTemplates): number => {
  const { events, requests, recordBytes } = ratesOf(load);
  const { bufferMiB, seconds } = bufferOf(templates);
  return Math.max(events > 0 ? 1 / seconds : 0, (requests * recordBytes) / (bufferMiB * 2 ** 20));
};

/** The buffer of the delivery that reads the stream. */
export const bufferOf = (templates: StageTemplates) => {
  const delivery =
    templates
      .all('AWS::KinesisFirehose::DeliveryStream')
      .find((node) => node.has('KinesisStreamSourceConfiguration')) ?? TemplateNode.missing('delivery of the stream');
  const hints = delivery.in('ExtendedS3DestinationConfiguration').in('BufferingHints');
  return { bufferMiB: hints.number('SizeInMBs'), seconds: hints.number('IntervalInSeconds') };
};

/**
 * Athena: the bytes that curation scans each night. Analysts' queries are extra: `npm run query` prints the cost of
 * each.
 */
const curationUsage = (load: Load): Usage => {
  const bytesPerEvent = RAW_DAYS_READ * RAW_EVENT_BYTES + CURATED_DAYS_READ * CURATED_EVENT_BYTES;
  const nightly = ratesOf(load).events * DAY_SECONDS * bytesPerEvent;
  return { what: 'curation', price: 'athena.tbScanned', quantity: (nightly * MONTH_DAYS) / 2 ** 40 };
};

export default {
  usage: (load, templates) => [
    ...deliveryUsage(load, templates),
    ...storageUsage(load, templates),
    curationUsage(load),
    metricUsage(load, Object.keys(LAKE_METRICS).length),
  ],
} satisfies CostRegistration;

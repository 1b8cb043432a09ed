import { LAKE_METRICS } from '../../../domain/lake';
import type { CostRegistration } from '../../cost/cost-registration';
import { CURATED_EVENT_BYTES, type Load, MONTH_SECONDS, RAW_EVENT_BYTES, ratesOf } from '../../cost/load';
import type { PriceName } from '../../cost/prices';
import type { StageTemplates } from '../../cost/stage-templates';
import { billedBytes, gbOf, gbPerMonth, metricUsage, MONTH_DAYS, type Usage } from '../../cost/usage';
import { streamAt } from '../ingest/stream';
import { nightlyCuration } from './curation';
import { requestUsage } from './object-requests';
import { objectsPerSecond } from './raw-objects';

const DAY_SECONDS = 86_400;

/** Firehose bills each record of a stream rounded up to this, bytes. */
const FIREHOSE_UNIT_BYTES = 5 * 1_024;

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

/**
 * Athena: the bytes that curation scans each night. Analysts' queries are extra: `npm run query` prints the cost of
 * each.
 */
const curationUsage = (load: Load, templates: StageTemplates): Usage => {
  const { scannedBytes } = nightlyCuration(load, templates);
  return { what: 'curation', price: 'athena.tbScanned', quantity: (scannedBytes * MONTH_DAYS) / 2 ** 40 };
};

/** The footers that curate reads per second, 32 at the same time; and what a statement takes, s. Assumed. */
const INSPECTED_PER_SECOND = 500;
const STATEMENT_SECONDS = 10;

/** How long a night's inspection may take, s. */
const INSPECTION_SECONDS = 4 * 3_600;

/** curate's metrics: one call for each date of arrival, and one for the run. */
const CALLS_PER_NIGHT = 3;

export default {
  usage: (load, templates) => [
    ...deliveryUsage(load, templates),
    ...storageUsage(load, templates),
    ...requestUsage(load, templates),
    curationUsage(load, templates),
    metricUsage(load, Object.keys(LAKE_METRICS).length),
  ],
  metricCalls: () => CALLS_PER_NIGHT / DAY_SECONDS,
  limits: (load, templates) => [
    {
      what: 'objects that curate inspects per night',
      needed: objectsPerSecond(load, templates) * DAY_SECONDS,
      limit: INSPECTED_PER_SECOND * INSPECTION_SECONDS,
      ...{ source: 'fixed', raise: '`lake.buffer`' },
    },
    {
      what: 'statements of a nightly curation run',
      needed: nightlyCuration(load, templates).statements,
      limit: DAY_SECONDS / STATEMENT_SECONDS,
      ...{ source: 'fixed', raise: '`lake.lateEvents`, `lake.curationSlices`' },
    },
  ],
} satisfies CostRegistration;

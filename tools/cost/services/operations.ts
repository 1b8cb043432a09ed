import { ERASURE_METRICS } from '../../../domain/erasure';
import { FEATURES_METRICS } from '../../../domain/features';
import { INGEST_METRICS } from '../../../domain/ingest';
import { LAKE_METRICS } from '../../../domain/lake';
import { LEDGER_METRICS } from '../../../domain/ledger';
import { LIVE_METRICS } from '../../../domain/live';
import { COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality';
import { WAREHOUSE_METRICS } from '../../../domain/warehouse';
import type { Declared } from '../declared';
import { type Load, MONTH_SECONDS, ratesOf } from '../load';
import { type PriceList, priceOf } from '../prices';
import { workAt } from '../steps';
import { gbOf, type Term } from '../term';

const DEVICE_TYPES = 6;
/** The metrics that a stage publishes without a cohort. */
const METRICS_WITHOUT_COHORT = {
  ...{ ...ERASURE_METRICS, ...FEATURES_METRICS, ...INGEST_METRICS, ...LAKE_METRICS },
  ...{ ...LEDGER_METRICS, ...LIVE_METRICS, ...QUALITY_METRICS, ...WAREHOUSE_METRICS },
};
const MONTH_DAYS = MONTH_SECONDS / 86_400;

/** Of publish-counts, which counts nobody too. */
const QUIET_METRICS = 3;

/** What Lambda itself writes of a call, and the API of a request, bytes. */
const CALL_LOG_BYTES = 260;
const ACCESS_LOG_BYTES = 190;

/** Kept logs are billed as they are compressed. */
const COMPRESSED = 0.15;

/** How many metrics a stage publishes while it is watched: cohorts are everybody, devices, CDNs and their combinations. */
export const customMetrics = ({ cdns }: Pick<Declared, 'cdns'>): number => {
  const [devices, named] = [DEVICE_TYPES, cdns + 1]; // and the other CDNs as one
  const cohorts = 1 + devices + named + devices * named;
  const others = Object.keys(METRICS_WITHOUT_COHORT).length;
  return cohorts * Object.keys(COHORT_METRICS).length + others + devices; // concurrent streams by device
};

/** CloudWatch: metrics, alarms by the metrics they look at, dashboards, calls that publish, and logs. */
export const cloudWatchTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { requests } = ratesOf(load);
  const { count, watch } = workAt(load, declared);
  const { fastMetrics, minuteMetrics, composites } = declared.alarms;
  const alarms =
    priceOf(prices, 'cloudwatch.fastAlarmMetric', fastMetrics) +
    priceOf(prices, 'cloudwatch.alarmMetric', minuteMetrics) +
    priceOf(prices, 'cloudwatch.compositeAlarm', composites);
  const calls = (watch.batches + 0.1) * MONTH_SECONDS;
  const logs = requests * (CALL_LOG_BYTES + ACCESS_LOG_BYTES) + (count.batches + watch.batches) * CALL_LOG_BYTES;
  const logsGb = gbOf(logs * MONTH_SECONDS);
  const keptGb = logsGb * COMPRESSED * (declared.logRetentionDays / MONTH_DAYS);
  const term = (what: string, usd: number): Term => ({ service: 'CloudWatch', what, usd });
  return [
    term(
      'metrics',
      priceOf(prices, 'cloudwatch.metric', load.concurrent > 0 ? customMetrics(declared) : QUIET_METRICS),
    ),
    term('alarms', alarms),
    term('dashboards', priceOf(prices, 'cloudwatch.dashboard', declared.dashboards)),
    term('publishing metrics', priceOf(prices, 'cloudwatch.callsThousand', calls / 1_000)),
    term('logs', priceOf(prices, 'cloudwatch.logsGb', logsGb)),
    term('kept logs', priceOf(prices, 'cloudwatch.logsGbMonth', keptGb)),
  ];
};

/** Keys and secrets. */
export const keyTerms = (_: Load, declared: Declared, prices: PriceList): readonly Term[] => [
  { service: 'KMS', what: 'keys', usd: priceOf(prices, 'kms.key', declared.keys) },
  { service: 'Secrets Manager', what: 'secrets', usd: priceOf(prices, 'secrets.secret', declared.secrets) },
];

import { type Load, MONTH_SECONDS } from './load';
import type { PriceName } from './prices';
import type { StageTemplates } from './stage-templates';

/** A quantity that a stage uses in a month. Usages of the same price are added up before tiered prices apply. */
export interface Usage {
  /** The purpose. Usages of a service with the same purpose become one term of the bill. */
  readonly what: string;
  readonly price: PriceName;
  /** In the unit of the price. */
  readonly quantity: number;
}

/** A month, days. */
export const MONTH_DAYS = MONTH_SECONDS / 86_400;

/** Bytes in GB as AWS bills them. */
export const gbOf = (bytes: number): number => bytes / 2 ** 30;

/** Millions per month, from a rate per second. */
export const millionsPerMonth = (perSecond: number): number => (perSecond * MONTH_SECONDS) / 1e6;

/** GB per month, from bytes per second. */
export const gbPerMonth = (bytesPerSecond: number): number => gbOf(bytesPerSecond * MONTH_SECONDS);

/** Rounds a size up to the unit that a service bills, bytes. */
export const billedBytes = (bytes: number, unitBytes: number): number => Math.ceil(bytes / unitBytes) * unitBytes;

/**
 * Custom metrics. CloudWatch bills a metric only in hours in which it is published, so metrics cost nothing without
 * load.
 */
export const metricUsage = (load: Load, count: number, countWithoutLoad = 0): Usage => ({
  what: 'metrics',
  price: 'cloudwatch.metric',
  quantity: load.concurrent > 0 ? count : countWithoutLoad,
});

/** The size of Lambda's own log lines per invocation, bytes. */
export const INVOCATION_LOG_BYTES = 260;

/** Stored logs are billed by their compressed size. */
const COMPRESSION = 0.15;

/** Logs: written once, then stored for the retention of the stage. */
export const logUsage = (bytesPerSecond: number, templates: StageTemplates): readonly Usage[] => {
  const gb = gbPerMonth(bytesPerSecond);
  const retentionDays = templates.first('AWS::Logs::LogGroup').number('RetentionInDays');
  return [
    { what: 'logs', price: 'cloudwatch.logsGb', quantity: gb },
    { what: 'stored logs', price: 'cloudwatch.logsGbMonth', quantity: gb * COMPRESSION * (retentionDays / MONTH_DAYS) },
  ];
};

import type { Declared } from '../declared';
import { CURATED_EVENT_BYTES, type Load, MONTH_SECONDS, ratesOf } from '../load';
import { MEASURED } from '../measured';
import { type PriceList, priceOf } from '../prices';
import { gbOf, type Term } from '../term';

/** Each query, and each run of the mirror, bills a minute at least. */
const LEAST_SECONDS = 60;

/** The dates that have a table: the seven shown, and the one before. */
const KEPT_DAYS = 8;

/** How long the warehouse works for a run of the mirror, s. */
export const loadSeconds = (load: Load, { warehouse: { baseRpus, everySeconds } }: Declared): number =>
  Math.max(LEAST_SECONDS, (ratesOf(load).events * everySeconds) / (baseRpus * MEASURED.mirroredRowsPerRpuSecond));

/** Redshift Serverless: the mirror's runs, one after the other, the ledger's looks, and what lies there. Questions come on top, by the minute. */
export const redshiftTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { baseRpus, everySeconds } = declared.warehouse;
  const runs = MONTH_SECONDS / everySeconds;
  const rpuHours = (runs * Math.min(everySeconds, loadSeconds(load, declared)) * baseRpus) / 3_600;
  const looks = (MONTH_SECONDS / declared.ledger.warehouseSeconds) * LEAST_SECONDS * baseRpus;
  const keptGb = gbOf(ratesOf(load).events * 86_400 * KEPT_DAYS * CURATED_EVENT_BYTES);
  const term = (what: string, usd: number): Term => ({ service: 'Redshift', what, usd });
  return [
    term('mirroring', priceOf(prices, 'redshift.rpuHour', rpuHours)),
    term('ledger', priceOf(prices, 'redshift.rpuHour', looks / 3_600)),
    term('storage', priceOf(prices, 'redshift.gbMonth', keptGb)),
  ];
};

import type { Declared } from '../declared';
import { CURATED_EVENT_BYTES, type Load, MONTH_SECONDS, RAW_EVENT_BYTES, ratesOf } from '../load';
import { type PriceList, type PriceName, priceOf } from '../prices';
import { INSTANT_SECONDS, ROUND_SECONDS, workAt } from '../steps';
import { gbOf, type Term } from '../term';

const DAY_SECONDS = 86_400;
const MONTH_DAYS = MONTH_SECONDS / DAY_SECONDS;

/** The titles that are published at most, and what each takes, bytes. */
const PUBLISHED_TITLES = 1_000;
const TITLE_BYTES = 40;
/** An instant that nothing is told of any more is published when it begins, is complete and closes. */
const QUIET_PUBLICATIONS = 3;
/** How often a publisher reads what a batch wrote: it looks back five seconds every two. */
const READINGS = 4;

/** DynamoDB: presence written and read back, the counts published, features of 1 KB a viewer, the ledger's notes. */
export const dynamoDbTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { presenceWrites, features, notes } = workAt(load, declared);
  const open = declared.closeAfterSeconds / INSTANT_SECONDS + 2;
  const units = 2 + Math.floor((Math.min(PUBLISHED_TITLES, load.concurrent) * TITLE_BYTES) / 1_024);
  const busy = ratesOf(load).events * ROUND_SECONDS >= open; // then each open instant changes in each round
  const published = units * (busy ? open / ROUND_SECONDS : QUIET_PUBLICATIONS / INSTANT_SECONDS);
  const queries = ((open + 1) * declared.salts) / ROUND_SECONDS;
  const reads = queries + (presenceWrites * READINGS) / 4; // 4 KB a unit, written by 1 KB
  const kept = gbOf((declared.keepCountsSeconds / INSTANT_SECONDS) * units * 1_024);
  const term = (what: string, usd: number): Term => ({ service: 'DynamoDB', what, usd });
  const millions = (units: number): number => (units * MONTH_SECONDS) / 1e6;
  return [
    term('writing presence', priceOf(prices, 'dynamodb.writesMillion', millions(presenceWrites))),
    term('publishing counts', priceOf(prices, 'dynamodb.writesMillion', millions(published))),
    term('reading presence', priceOf(prices, 'dynamodb.readsMillion', millions(reads))),
    term('writing features', priceOf(prices, 'dynamodb.writesMillion', millions(features.viewers))),
    term('reading features', priceOf(prices, 'dynamodb.readsMillion', millions(features.viewers))),
    term('notes of the ledger', priceOf(prices, 'dynamodb.writesMillion', millions(notes))),
    term('storage', priceOf(prices, 'dynamodb.gbMonth', kept)),
  ];
};

/** S3: the lake in the month asked for, by the class in which its days lie by then, and the puts of delivery. */
export const s3Terms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { events, requests, recordBytes } = ratesOf(load);
  const dayGb = gbOf(events * DAY_SECONDS * (RAW_EVENT_BYTES + CURATED_EVENT_BYTES));
  const age = load.months * MONTH_DAYS;
  const steps = [{ storageClass: 'STANDARD', afterDays: 0 }, ...declared.tiers];
  const storage = steps.map(({ storageClass, afterDays }, index): Term => {
    const until = Math.min(age, steps[index + 1]?.afterDays ?? Infinity);
    const gb = dayGb * Math.max(0, until - afterDays);
    return { service: 'S3', what: `lake in ${storageClass}`, usd: priceOf(prices, storageName(storageClass), gb) };
  });
  const { bufferMiB, seconds } = declared.delivery;
  const objects = Math.max(events > 0 ? 1 / seconds : 0, (requests * recordBytes) / (bufferMiB * 2 ** 20));
  const puts = priceOf(prices, 's3.putsThousand', (objects * MONTH_SECONDS) / 1_000);
  return [...storage.filter(({ usd }) => usd > 0), { service: 'S3', what: 'puts', usd: puts }];
};

const storageName = (storageClass: string): PriceName => `s3.${storageClass}` as PriceName;

/** Raw is read for its date and the days around it, and each date of sessions reads three of events. */
const RAW_DAYS_READ = 3;
const CURATED_DAYS_READ = 9;

/** The ledger asks as often for what arrived, what was refused, what is due in the warehouse and which numbers are missing. */
const LEDGER_QUERIES = 4;
/** Of an event: its id, its number and its time. */
const LEDGER_EVENT_BYTES = 30;
/** Athena bills a query by this at least. */
const LEAST_SCANNED_BYTES = 10e6;

/** Athena: what curation scans each night, and the ledger each period. Analysts' questions come on top: `npm run query` says what each costs. */
export const athenaTerms = (load: Load, { ledger }: Declared, prices: PriceList): readonly Term[] => {
  const { events } = ratesOf(load);
  const dayEvents = events * DAY_SECONDS;
  const looked = LEDGER_QUERIES * Math.max(LEAST_SCANNED_BYTES, events * ledger.periodSeconds * LEDGER_EVENT_BYTES);
  const lookedTb = (looked * (MONTH_SECONDS / ledger.periodSeconds)) / 2 ** 40;
  const nightly = dayEvents * (RAW_DAYS_READ * RAW_EVENT_BYTES + CURATED_DAYS_READ * CURATED_EVENT_BYTES);
  const tb = (nightly * MONTH_DAYS) / 2 ** 40;
  return [
    { service: 'Athena', what: 'curation', usd: priceOf(prices, 'athena.tbScanned', tb) },
    { service: 'Athena', what: 'ledger', usd: priceOf(prices, 'athena.tbScanned', lookedTb) },
  ];
};

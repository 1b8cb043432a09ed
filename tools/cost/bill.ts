import type { Declared } from './declared';
import { billionEvents, type Load, MONTH_SECONDS } from './load';
import type { PriceList } from './prices';
import { edgeTerms } from './services/edge';
import { lambdaTerms } from './services/lambda';
import { cloudWatchTerms, keyTerms } from './services/operations';
import { athenaTerms, dynamoDbTerms, s3Terms } from './services/stores';
import { firehoseTerms, kinesisTerms, sqsTerms } from './services/streams';
import { redshiftTerms } from './services/warehouse';
import type { Term } from './term';

const SERVICES = [
  ...[edgeTerms, lambdaTerms, kinesisTerms, firehoseTerms, sqsTerms, dynamoDbTerms, s3Terms, athenaTerms],
  ...[redshiftTerms, cloudWatchTerms, keyTerms],
];

/** What one service costs a month. */
export interface ServiceBill {
  readonly service: string;
  readonly usd: number;
  /** Undefined without events. */
  readonly usdPerBillionEvents: number | undefined;
  /** What most of it is, and how much of it, 0 to 1. */
  readonly dominating: { readonly what: string; readonly share: number };
  readonly terms: readonly Term[];
}

/** A month's bill, the most expensive service first. */
export interface Bill {
  readonly services: readonly ServiceBill[];
  readonly usd: number;
  readonly usdPerBillionEvents: number | undefined;
}

/** What a load costs a stage as it is declared. Without a heartbeat: what it costs at rest. */
export const billOf = (load: Load, declared: Declared, prices: PriceList): Bill => {
  const terms = SERVICES.flatMap((termsOf) => termsOf(load, declared, prices));
  const billions = billionEvents(load);
  const each = (usd: number): number | undefined => (billions > 0 ? usd / billions : undefined);
  const names = [...new Set(terms.map(({ service }) => service))];
  const services = names.map((service): ServiceBill => {
    const ofIt = terms.filter((term) => term.service === service);
    const usd = sum(ofIt);
    const most = ofIt.reduce((top, term) => (term.usd > top.usd ? term : top));
    const dominating = { what: most.what, share: usd > 0 ? most.usd / usd : 0 };
    return { service, usd, usdPerBillionEvents: each(usd), dominating, terms: ofIt };
  });
  const usd = sum(terms);
  return { services: services.toSorted((a, b) => b.usd - a.usd), usd, usdPerBillionEvents: each(usd) };
};

/** What a spike of some hours adds to a month's bill, by service: the same formulas at the higher load. */
export const spikeOf = (
  load: Load,
  spike: { readonly times: number; readonly hours: number },
  declared: Declared,
  prices: PriceList,
): Bill => {
  const share = (spike.hours * 3_600) / MONTH_SECONDS;
  const usual = billOf(load, declared, prices);
  const higher = billOf({ ...load, concurrent: load.concurrent * spike.times }, declared, prices);
  const before = new Map(usual.services.map(({ service, usd }) => [service, usd]));
  const services = higher.services
    .map((service) => ({ ...service, usd: (service.usd - (before.get(service.service) ?? 0)) * share }))
    .filter(({ usd }) => usd > 0);
  return { services, usd: sum(services), usdPerBillionEvents: undefined };
};

const sum = (parts: readonly { readonly usd: number }[]): number => parts.reduce((total, { usd }) => total + usd, 0);

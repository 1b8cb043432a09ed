import { registered } from '../subsystems/registered';
import { functionUsage } from './functions';
import { billionEvents, type Load, MONTH_SECONDS } from './load';
import { metricCallUsage } from './metric-calls';
import { type PriceList, type PriceName, priceOf, serviceOf } from './prices';
import type { StageTemplates } from './stage-templates';
import type { Usage } from './usage';

/** One term of a bill. */
interface Term {
  readonly service: string;
  /** The purpose, in a few words. */
  readonly what: string;
  /** Per month. */
  readonly usd: number;
}

/** What one service costs per month. */
export interface ServiceBill {
  readonly service: string;
  readonly usd: number;
  /** Undefined without events. */
  readonly usdPerBillionEvents: number | undefined;
  /** The largest term and its share, 0 to 1. */
  readonly dominating: { readonly what: string; readonly share: number };
  readonly terms: readonly Term[];
}

/** A month's bill, the most expensive service first. */
export interface Bill {
  readonly services: readonly ServiceBill[];
  readonly usd: number;
  readonly usdPerBillionEvents: number | undefined;
}

/** What a stage costs at a load. A load without streams gives the cost at rest. */
export const billOf = (load: Load, templates: StageTemplates, prices: PriceList): Bill => {
  const usage = registered('cost').flatMap(({ registration }) => registration.usage?.(load, templates) ?? []);
  const terms = toTerms([...functionUsage(load, templates), metricCallUsage(load, templates), ...usage], prices);
  const billions = billionEvents(load);
  const each = (usd: number): number | undefined => (billions > 0 ? usd / billions : undefined);
  const names = [...new Set(terms.map(({ service }) => service))];
  const services = names.map((service): ServiceBill => {
    const own = terms.filter((term) => term.service === service);
    const usd = sum(own);
    const largest = own.reduce((top, term) => (term.usd > top.usd ? term : top));
    const dominating = { what: largest.what, share: usd > 0 ? largest.usd / usd : 0 };
    return { service, usd, usdPerBillionEvents: each(usd), dominating, terms: own };
  });
  const usd = sum(terms);
  return { services: services.toSorted((a, b) => b.usd - a.usd), usd, usdPerBillionEvents: each(usd) };
};

/**
 * Prices the usages: each gets its share of the price of the total quantity. Usages for the same purpose become one
 * term.
 */
const toTerms = (usages: readonly Usage[], prices: PriceList): readonly Term[] => {
  const totals = new Map<PriceName, number>();
  for (const { price, quantity } of usages) totals.set(price, (totals.get(price) ?? 0) + quantity);
  const terms = new Map<string, Term>();
  for (const { what, price, quantity } of usages) {
    const service = serviceOf(price);
    const key = `${service}: ${what}`;
    const total = totals.get(price) ?? 0;
    const usd = total > 0 ? priceOf(prices, price, total) * (quantity / total) : 0;
    terms.set(key, { service, what, usd: usd + (terms.get(key)?.usd ?? 0) });
  }
  return [...terms.values()];
};

/** What a spike of some hours adds to a month's bill, by service: the same formulas at the higher load. */
export const spikeOf = (
  load: Load,
  spike: { readonly times: number; readonly hours: number },
  templates: StageTemplates,
  prices: PriceList,
): Bill => {
  const share = (spike.hours * 3_600) / MONTH_SECONDS;
  const usual = billOf(load, templates, prices);
  const higher = billOf({ ...load, concurrent: load.concurrent * spike.times }, templates, prices);
  const before = new Map(usual.services.map(({ service, usd }) => [service, usd]));
  const services = higher.services
    .map((service) => ({ ...service, usd: (service.usd - (before.get(service.service) ?? 0)) * share }))
    .filter(({ usd }) => usd > 0);
  return { services, usd: sum(services), usdPerBillionEvents: undefined };
};

const sum = (parts: readonly { readonly usd: number }[]): number => parts.reduce((total, { usd }) => total + usd, 0);

import november from './prices/us-east-1-2026-11.json';

/** What a unit costs, USD: always the same, or less the more of it. */
interface Price {
  readonly usd?: number;
  /** Up to which quantity in all, and what a unit of it costs; the last is without end. */
  readonly tiers?: readonly (readonly (number | null)[])[];
  /** The price page. */
  readonly source: string;
  readonly sure: string;
}

/** The names of prices. */
export type PriceName = keyof typeof november.prices;

/** A dated price list of one region. */
export interface PriceList {
  readonly region: string;
  readonly date: string;
  readonly prices: Readonly<Record<PriceName, Price>>;
}

/** The newest list. */
export const PRICES: PriceList = november;

/** What a month's quantity costs, USD. */
export const priceOf = ({ prices }: PriceList, name: PriceName, quantity: number): number => {
  const { usd, tiers = [[null, usd ?? 0]] } = prices[name];
  let [total, from] = [0, 0];
  for (const [upTo, unit] of tiers) {
    const to = Math.min(quantity, upTo ?? Infinity);
    if (to > from) total += (to - from) * (unit ?? 0);
    from = Math.max(from, to);
  }
  return total;
};

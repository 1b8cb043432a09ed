import type { Declared } from '../declared';
import { type Load, MONTH_SECONDS, ratesOf } from '../load';
import { type PriceList, priceOf } from '../prices';
import { gbOf, type Term } from '../term';

/** An answer with its headers, bytes. */
const ANSWER_BYTES = 400;

/** The HTTP API: a price a request, and its answers' way out. */
export const edgeTerms = (load: Load, _: Declared, prices: PriceList): readonly Term[] => {
  const requests = ratesOf(load).requests * MONTH_SECONDS;
  return [
    { service: 'API Gateway', what: 'requests', usd: priceOf(prices, 'api.requestsMillion', requests / 1e6) },
    {
      service: 'Data transfer',
      what: 'answers to players',
      usd: priceOf(prices, 'transfer.outGb', gbOf(requests * ANSWER_BYTES)),
    },
  ];
};

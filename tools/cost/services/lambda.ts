import type { Declared } from '../declared';
import { type Load, MONTH_SECONDS, ratesOf } from '../load';
import { MEASURED } from '../measured';
import { type PriceList, priceOf } from '../prices';
import { workAt } from '../steps';
import type { Term } from '../term';

/** Lambda: calls, memory by the second, and pollers that are kept ready. */
export const lambdaTerms = (load: Load, declared: Declared, prices: PriceList): readonly Term[] => {
  const { requests } = ratesOf(load);
  const { count, watch, features } = workAt(load, declared);
  const calls = requests + count.batches + watch.batches + features.batches + 1 / 60;
  const busy: Readonly<Record<string, number>> = {
    collect: (requests * MEASURED.collectMs) / 1_000,
    'count-viewers': count.concurrent,
    'publish-counts': 61 / 60, // a run a minute, each a second longer
    'watch-quality': watch.concurrent,
    'update-features': features.concurrent,
  };
  const gbSeconds = Object.entries(busy).map(
    ([step, functions]) => [step, functions * (declared.memoryMiB(step) / 1_024) * MONTH_SECONDS] as const,
  );
  const allGbSeconds = gbSeconds.reduce((total, [, one]) => total + one, 0);
  const usd = priceOf(prices, 'lambda.armGbSecondsMillion', allGbSeconds / 1e6);
  const pollers = declared.eventSource('watch-quality').pollers.min;
  return [
    {
      service: 'Lambda',
      what: 'calls',
      usd: priceOf(prices, 'lambda.requestsMillion', (calls * MONTH_SECONDS) / 1e6),
    },
    ...gbSeconds.map(([step, one]) => ({ service: 'Lambda', what: step, usd: usd * (one / allGbSeconds) })),
    {
      service: 'Lambda',
      what: 'pollers of playback-quality',
      usd: priceOf(prices, 'lambda.pollerHour', (pollers * MONTH_SECONDS) / 3_600),
    },
  ];
};

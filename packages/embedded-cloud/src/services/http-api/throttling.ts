import type { Fields } from '../../core/fields';
import { TokenBucket } from './token-bucket';

/** A stage's throttling: a bucket per route, from the RouteSettings of the route or from the DefaultRouteSettings. */
export const throttlingOf = (stage: Fields): ((routeKey: string) => TokenBucket | undefined) => {
  const buckets = new Map<string, TokenBucket | undefined>();
  return (routeKey) => {
    if (!buckets.has(routeKey)) {
      const settings = stage.object('RouteSettings')?.object(routeKey) ?? stage.object('DefaultRouteSettings');
      const rate = settings?.optionalNumber('ThrottlingRateLimit');
      const burst = settings?.optionalNumber('ThrottlingBurstLimit');
      buckets.set(routeKey, rate === undefined ? undefined : new TokenBucket(rate, burst ?? rate));
    }
    return buckets.get(routeKey);
  };
};

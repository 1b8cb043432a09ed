import type { Fields } from '../../core/fields';
import { invalid } from './errors';
import { RETENTION_MS, type Span } from './metric-store';

/** The span from StartTime to EndTime of a request; throws when it is empty. */
export const toTimeRange = (fields: Fields): Span => {
  const span = { from: fields.number('StartTime') * 1_000, to: fields.number('EndTime') * 1_000 };
  if (span.from >= span.to) throw invalid('StartTime', 'must be before EndTime');
  return span;
};

/** The part of a span for which the store can have data, in whole ms. */
export const withinRetention = ({ from, to }: Span, now: number): Span => ({
  from: Math.max(Math.floor(from), now - RETENTION_MS),
  to: Math.min(to, now + RETENTION_MS),
});

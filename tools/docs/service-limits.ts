import { DOCUMENTED_LIMITS, type DocumentedLimit } from 'embedded-cloud/limits';
import { markdownTable } from './blocks';

/** The table of the embedded cloud's README: every quota that its services enforce. */
export const serviceLimitsBlock = (): readonly string[] =>
  markdownTable(
    ['service', 'limit', 'figure', 'what exceeds it gets'],
    Object.values<DocumentedLimit>(DOCUMENTED_LIMITS).map((limit) => [
      ...[limit.service, `[${limit.what}](${limit.source})`, figureOf(limit), limit.answer],
    ]),
  );

const [KIB, MIB, SECOND_MS, HOUR_MS] = [1_024, 1_024 * 1_024, 1_000, 3_600_000];

const figureOf = ({ value, unit }: DocumentedLimit): string => {
  if (unit === 'count') return value.toLocaleString('en');
  if (unit === 'ms') return value < HOUR_MS ? `${value / SECOND_MS} s` : `${value / HOUR_MS} h`;
  return value < MIB ? `${value / KIB} KiB` : `${value / MIB} MiB`;
};

import type { PlayerEvent } from '../../domain/families/viewing';
import {
  foldQuality,
  noTotals,
  type QualityReport,
  type QualityTotals,
  readReport,
  toReports,
} from '../../domain/quality';
import { aViewingEvent, NOW } from './events';

/** As collect sends them: 64 KB a message. */
export const MAX_REPORT_BYTES = 65_536;

/** The messages of a request that was received NOW. */
export const messagesOf = (events: readonly Partial<PlayerEvent>[], maxBytes = MAX_REPORT_BYTES): readonly string[] => {
  const accepted = events.map((event) => aViewingEvent(event));
  return toReports(accepted, { accepted: accepted.length, refused: 0 }, NOW, maxBytes);
};

/** What a message says; throws where it is none. */
export const reportIn = (message: string): QualityReport => {
  const report = readReport(message);
  if (!report) throw new Error(`No report: ${message}`);
  return report;
};

/** What everybody's events add up to, on their way through the queue. */
export const totalsOf = (events: readonly Partial<PlayerEvent>[]): QualityTotals => {
  const [period] = foldQuality(messagesOf(events).map(reportIn), new Set());
  const all = period?.cohorts().find(({ cohort }) => Object.keys(cohort).length === 0);
  return all?.totals ?? noTotals();
};

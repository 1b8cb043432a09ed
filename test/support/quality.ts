import type { PlayerEvent } from '../../domain/families/viewing';
import {
  type FoldSettings,
  FairShares,
  foldQuality,
  noTotals,
  type QualityReport,
  type QualityTotals,
  readReport,
  toReports,
} from '../../domain/quality';
import { aViewingEvent, NOW } from './events';

/** The size of the messages that collect sends: 64 KB. */
export const MAX_REPORT_BYTES = 65_536;

/** The cohorts of tests. */
export const COHORTS: FoldSettings = { cdns: new Set(['edge-a', 'edge-b', 'cdn-a']), slowStartMs: 5_000 };

/** Where sessions are kept in memory; any number does. */
export const SEED = 0x9e3779b1;

/** The messages of a request that was received NOW. Each event is of a session of its own, unless it names one. */
export const messagesOf = (events: readonly Partial<PlayerEvent>[], maxBytes = MAX_REPORT_BYTES): readonly string[] => {
  const accepted = events.map((event, index) => aViewingEvent({ session_id: `session-${index}`, ...event }));
  return toReports(accepted, { accepted: accepted.length, refused: 0 }, NOW, maxBytes);
};

/** The report in a message; throws if there is none. */
export const reportIn = (message: string): QualityReport => {
  const report = readReport(message);
  if (!report) throw new Error(`The message is not a quality report: ${message}`);
  return report;
};

/** The totals of all players, after the events of one request passed through the queue. */
export const totalsOf = (events: readonly Partial<PlayerEvent>[]): QualityTotals => {
  const [period] = foldQuality(messagesOf(events).map(reportIn), COHORTS, new FairShares(SEED));
  const all = period?.metricCohorts().find(({ cohort }) => Object.keys(cohort).length === 0);
  return all?.totals ?? noTotals();
};

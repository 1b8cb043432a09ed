import { encodeSums, FairShares, foldQuality, readReport, toReports } from '../../domain/quality';
import { periodMetrics } from '../../lambdas/quality';
import { compare } from './compare';
import { sampleViewingEvents } from './sample-events';

const MESSAGES = 100;
const EVENTS_PER_MESSAGE = 100;
/** Every report is looked up in nine cohorts, and here each event has a player of its own. */
const MIN_RATIO = 0.25;
const COHORTS = { cdns: new Set(['edge-a', 'edge-b', 'edge-c']), slowStartMs: 5_000 };

/** Compares turning 100 reports of 100 events into metric data with JSON.parse of the same messages alone. */
export const benchWatchQuality = (now: number) => {
  const counts = { accepted: EVENTS_PER_MESSAGE, refused: 0 };
  const bodies = Array.from({ length: MESSAGES }, (_, message) => {
    const events = sampleViewingEvents(EVENTS_PER_MESSAGE, now).map((event, index) => ({
      ...event,
      session_id: `${event.session_id}-${message}-${index}`,
    }));
    return toReports(events, counts, now, 65_536);
  }).flat();
  const shares = new FairShares(now);
  const { subjectMs, baselineMs, speed } = compare(
    () => {
      const reports = bodies.flatMap((body) => readReport(body) ?? []);
      if (reports.length !== bodies.length) throw new Error('A report could not be read.');
      return foldQuality(reports, COHORTS, shares).map((period) => [
        periodMetrics(period, now),
        encodeSums(period.outageSums()),
      ]);
    },
    () => bodies.map((body) => JSON.parse(body) as unknown),
    { rounds: 31, repeats: 2 },
  );
  const eventsPerSecond = Math.round((MESSAGES * EVENTS_PER_MESSAGE * 1_000) / subjectMs);
  return {
    watchQualityMsPer10000Events: subjectMs,
    parseMsPer10000Events: baselineMs,
    ratioToParse: speed,
    eventsPerSecond,
    target: `eventsPerSecond >= 100,000 and ratioToParse >= ${MIN_RATIO}`,
    ok: eventsPerSecond >= 100_000 && speed >= MIN_RATIO,
  };
};

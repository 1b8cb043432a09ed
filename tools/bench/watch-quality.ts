import { foldQuality, readReport, toReports } from '../../domain/quality';
import { periodMetrics } from '../../lambdas/quality';
import { compare } from './compare';
import { sampleViewingEvents } from './sample-events';

const MESSAGES = 100;
const EVENTS_PER_MESSAGE = 100;
const CDNS = new Set(['edge-a', 'edge-b', 'edge-c']);

/** Compares turning 100 reports of 100 events into metric data with JSON.parse of the same messages alone. */
export const benchWatchQuality = (now: number) => {
  const message = toReports(
    sampleViewingEvents(EVENTS_PER_MESSAGE, now),
    { accepted: EVENTS_PER_MESSAGE, refused: 0 },
    now,
    65_536,
  );
  const bodies = Array.from({ length: MESSAGES }, () => message).flat();
  const { subjectMs, baselineMs, speed } = compare(
    () => {
      const reports = bodies.flatMap((body) => readReport(body) ?? []);
      if (reports.length !== bodies.length) throw new Error('A report could not be read.');
      return foldQuality(reports, CDNS).flatMap((period) => periodMetrics(period, now));
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
    target: 'eventsPerSecond >= 100,000 and ratioToParse >= 0.6',
    ok: eventsPerSecond >= 100_000 && speed >= 0.6,
  };
};

import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count, seconds } from '../../demo/format';
import { judgeAlarms, type QualityReport } from './judge-alarms';

/**
 * The alarms that sessions measured over slow lines fire without an injected outage. They are correct: such sessions
 * start late and stall often throughout the run.
 */
const MEASURED_SESSIONS_EXPLAIN = /-(slow-startup-.*|any-slow-startup|rebuffering-.*|any-rebuffering|playback-outage)$/;

/** The limits for the time from an injected outage to its alarm. */
const WORST_MS = 45_000;
const MEDIAN_MS = 30_000;

/** Checks that every injected outage fires its alarm in time, and that no alarm fires without a cause. */
export const qualitySection: SectionDeclaration<QualityReport> = {
  after: ['ingest'],
  step: 'comparing the alarms with the injected outages',
  check: ({ transitions, disturbances, hasMeasuredSessions }) =>
    Promise.resolve(
      judgeAlarms(
        transitions,
        disturbances.outages,
        hasMeasuredSessions ? MEASURED_SESSIONS_EXPLAIN : disturbances.expectedAlarms,
      ),
    ),
  differences: ({ outages, falseAlarms, falseAlarmNames }) => {
    const detected = outages.map(({ detectedAfterMs }) => detectedAfterMs ?? Infinity).sort((a, b) => a - b);
    const median = detected[detected.length >> 1] ?? 0;
    return brokenRules([
      ...outages.map(
        ({ alarm, detectedAfterMs }) =>
          [
            (detectedAfterMs ?? Infinity) <= WORST_MS,
            detectedAfterMs === null
              ? `${alarm} did not fire`
              : `${alarm} fired after ${seconds(detectedAfterMs)}; the limit is ${seconds(WORST_MS)}`,
          ] as const,
      ),
      ...outages.map(
        ({ alarm, recoveredAfterMs }) =>
          [recoveredAfterMs !== null, `${alarm} did not clear after its outage`] as const,
      ),
      [
        median <= MEDIAN_MS,
        median === Infinity
          ? 'the median outage was not detected'
          : `the median outage was detected after ${seconds(median)}; the limit is ${seconds(MEDIAN_MS)}`,
      ],
      [falseAlarms === 0, `${count(falseAlarms, 'false alarm')}: ${falseAlarmNames.join(', ')}`],
    ]);
  },
  numbers: ({ falseAlarms }) => ({ falseAlarms }),
  notes: ({ outages }) =>
    outages.map(
      ({ cohort, alarm, detectedAfterMs, recoveredAfterMs }) =>
        `${cohort}: ${alarm} fired after ${seconds(detectedAfterMs)} and cleared ${seconds(recoveredAfterMs)} after the outage`,
    ),
};

export default defineSection(qualitySection);

import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count, seconds } from '../../demo/format';
import { judgeOutages, type QualityReport } from './judge-outages';

/** The limits for the time from an injected outage to its alarm, if its cohort is large enough for one period. */
const WORST_MS = 200_000;
const MEDIAN_MS = 20_000;

/** What sessions measured over slow lines may report without an injected outage. It is correct: they start late and stall often. */
const MEASURED_SESSIONS_EXPLAIN =
  /(-playback-outage|Outage(, new cause)?: ((starts are slow|playback stalls), )+[\w .-]+)$/;

/** A cause may be corrected once. More messages about one outage are noise. */
const MAX_MESSAGES = 2;

/** Checks that every injected outage is found in time with its cause, and that nothing else is reported. */
export const qualitySection: SectionDeclaration<QualityReport> = {
  after: ['ingest'],
  step: 'comparing alarms and messages with the injected outages',
  check: ({ transitions, messages, disturbances, hasMeasuredSessions }) =>
    Promise.resolve(
      judgeOutages(
        transitions,
        messages,
        disturbances.outages,
        hasMeasuredSessions ? MEASURED_SESSIONS_EXPLAIN : disturbances.expectedAlarms,
      ),
    ),
  differences: ({ outages, falseAlarms, falseAlarmNames }) => {
    const median = medianOf(outages.map(({ detectedAfterMs }) => detectedAfterMs ?? Infinity));
    return brokenRules([
      ...outages.flatMap(({ cause, detectedAfterMs, recoveredAfterMs, messages, isCauseRight }) => [
        [detectedAfterMs !== null, `the outage "${cause}" was not found`] as const,
        [(detectedAfterMs ?? 0) <= WORST_MS, `"${cause}" was found after ${seconds(detectedAfterMs)}`] as const,
        [recoveredAfterMs !== null, `the alarm did not clear after "${cause}"`] as const,
        [isCauseRight, `the messages about "${cause}" say: ${messages.join(' | ') || 'nothing'}`] as const,
        [messages.length <= MAX_MESSAGES, `"${cause}" was reported ${count(messages.length, 'time')}`] as const,
      ]),
      [
        outages.length === 0 || median <= MEDIAN_MS,
        median === Infinity
          ? 'the median outage was not found'
          : `the median outage was found after ${seconds(median)}; the limit is ${seconds(MEDIAN_MS)}`,
      ],
      [falseAlarms === 0, `${count(falseAlarms, 'false alarm')}: ${falseAlarmNames.join(', ')}`],
    ]);
  },
  numbers: ({ falseAlarms }) => ({ falseAlarms }),
  notes: ({ outages }) =>
    outages.map(
      ({ cause, detectedAfterMs, recoveredAfterMs, messages, stopsKinesis }) =>
        `${cause}${stopsKinesis ? ' (Kinesis down)' : ''}: found after ${seconds(detectedAfterMs)}, ` +
        `over ${seconds(recoveredAfterMs)} after the outage, ${count(messages.length, 'message')}`,
    ),
};

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

export default defineSection(qualitySection);

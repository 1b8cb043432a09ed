import { Duration } from 'aws-cdk-lib';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Erase } from './erase';

/** Regulators allow a month; a person who has to investigate needs most of it. */
const LONGEST_ERASURE = Duration.days(3);

/** Alarms on whether viewers who asked for it are erased. */
export const erasureAlarms = (erase: Erase): Readonly<Record<string, PipelineAlarmProps>> => ({
  'erasure-dead-letters': {
    metric: erase.runs.metricDeadLetters(),
    threshold: 0,
    meaning: 'An erasure failed three times at one step.',
    impact: 'Data about a viewer with a right to erasure is still stored, and later erasures wait for this one.',
    runbook: 'an-erasure-does-not-finish',
  },
  'erasure-late': {
    metric: erase.metricAge(),
    threshold: LONGEST_ERASURE.toMilliseconds(),
    meaning: 'An erasure was requested days ago and is not finished.',
    impact: 'Data about a viewer with a right to erasure is still stored.',
    runbook: 'an-erasure-does-not-finish',
  },
});

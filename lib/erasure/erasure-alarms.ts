import { Duration } from 'aws-cdk-lib';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Erase } from './erase';

/** Regulators allow a month, and an operator needs most of it to investigate. */
const LONGEST_ERASURE = Duration.days(3);

/** Alarms on erasures that fail or take too long. */
export const erasureAlarms = (erase: Erase): Readonly<Record<string, PipelineAlarmProps>> => ({
  'erasure-dead-letters': {
    metric: erase.runs.metricDeadLetters(),
    threshold: 0,
    meaning: 'One step of an erasure failed three times.',
    impact: 'Data about a viewer with a right to erasure is still stored, and later erasures wait for this one.',
    runbook: 'erasure-not-finished',
  },
  'erasure-late': {
    metric: erase.metricAge(),
    threshold: LONGEST_ERASURE.toMilliseconds(),
    meaning: 'An erasure was requested more than three days ago and is not finished.',
    impact: 'Data about a viewer with a right to erasure is still stored.',
    runbook: 'erasure-not-finished',
  },
});

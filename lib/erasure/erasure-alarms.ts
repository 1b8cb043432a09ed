import { Duration } from 'aws-cdk-lib';
import type { ErasureStack } from './erasure-stack';
import { MAXIMUM_BY_MINUTE } from '../foundation/metrics';
import type { Watched } from '../operations/pipeline-alarms';

/** A regulator gives a month; whoever has to look into it needs most of that. */
const LONGEST_ERASURE = Duration.days(3);

/** Whether viewers who asked for it are erased. */
export const erasureAlarms = ({ erase }: ErasureStack): Readonly<Record<string, Watched>> => ({
  'erasure-dead-letters': {
    metric: erase.runs.deadLetters.metricApproximateNumberOfMessagesVisible(MAXIMUM_BY_MINUTE),
    threshold: 0,
    meaning: 'An erasure failed three times at one step.',
    impact: 'Of a viewer who has a right to be forgotten rows are still held, and later erasures wait for this one.',
    runbook: 'an-erasure-does-not-finish',
  },
  'erasure-late': {
    metric: erase.metricAge(),
    threshold: LONGEST_ERASURE.toMilliseconds(),
    meaning: 'An erasure was asked for days ago and is not done.',
    impact: 'Of a viewer who has a right to be forgotten rows are still held.',
    runbook: 'an-erasure-does-not-finish',
  },
});

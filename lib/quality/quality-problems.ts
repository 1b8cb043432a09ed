import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { QualityLimits } from './config';
import type { QualityMetrics } from './quality-metrics';

/** A playback problem that has an alarm in every cohort. */
export interface QualityProblem {
  /** As it appears in alarm names. */
  readonly name: string;
  readonly meaning: string;
  readonly impact: string;
  readonly runbook: string;
  readonly threshold: number;
  readonly metricOf: (metrics: QualityMetrics) => IMetric;
}

/** All playback problems, with the limits of a stage. */
export const qualityProblems = (limits: QualityLimits): readonly QualityProblem[] => [
  {
    name: 'start-failures',
    meaning: 'Too many attempts end in a fatal error before the first frame.',
    impact: 'These viewers see an error instead of their title.',
    runbook: 'starts-fail',
    threshold: limits.startFailureRatio,
    metricOf: (metrics) => metrics.startFailureRatio(limits.minimumAttempts),
  },
  {
    name: 'playback-failures',
    meaning: 'Too many sessions end in a fatal error.',
    impact: 'These viewers lose their picture or never get one.',
    runbook: 'playback-fails',
    threshold: limits.playbackFailureRatio,
    metricOf: (metrics) => metrics.playbackFailureRatio(limits.minimumAttempts),
  },
  {
    name: 'rebuffering',
    meaning: 'Viewers spend too much of their watched time rebuffering.',
    impact: 'These viewers wait for a stalled picture, and then leave.',
    runbook: 'playback-stalls',
    threshold: limits.rebufferingRatio,
    metricOf: (metrics) => metrics.rebufferingRatio(limits.minimumWatched.toMilliseconds()),
  },
  {
    name: 'slow-startup',
    meaning: 'More than 5 % of the starts take longer than the limit.',
    impact: 'These viewers wait for the first frame, and then leave.',
    runbook: 'starts-are-slow',
    threshold: limits.startupP95.toMilliseconds(),
    metricOf: (metrics) => metrics.startupP95(limits.minimumAttempts),
  },
];

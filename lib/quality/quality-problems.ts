import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { QualityLimits } from './config';
import type { QualityMetrics } from './quality-metrics';

/** A problem of playback that is watched in every cohort. */
export interface QualityProblem {
  /** As in alarm names. */
  readonly name: string;
  readonly meaning: string;
  readonly impact: string;
  readonly runbook: string;
  readonly threshold: number;
  readonly metricOf: (metrics: QualityMetrics) => IMetric;
}

/** The problems that playback can have, with the limits of a stage. */
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
    impact: 'These viewers lose their picture, or never get one.',
    runbook: 'playback-fails',
    threshold: limits.playbackFailureRatio,
    metricOf: (metrics) => metrics.playbackFailureRatio(limits.minimumAttempts),
  },
  {
    name: 'rebuffering',
    meaning: 'Too much of the time watched is spent rebuffering.',
    impact: 'These viewers wait for a stalled picture, and leave.',
    runbook: 'playback-stalls',
    threshold: limits.rebufferingRatio,
    metricOf: (metrics) => metrics.rebufferingRatio(limits.minimumWatched.toMilliseconds()),
  },
  {
    name: 'slow-startup',
    meaning: 'One start in twenty takes too long.',
    impact: 'These viewers wait for the first frame, and leave.',
    runbook: 'starts-are-slow',
    threshold: limits.startupP95.toMilliseconds(),
    metricOf: (metrics) => metrics.startupP95(limits.minimumAttempts),
  },
];

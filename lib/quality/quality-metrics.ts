import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { COHORT_METRICS } from '../../domain/quality/metrics';
import { HIGH_RESOLUTION, ownMetric } from '../foundation/metrics';
import type { Cohort } from './cohorts';

/** The metrics and ratios of one cohort. docs/playback-quality.md has the formulas. */
export class QualityMetrics {
  constructor(
    private readonly scope: IConstruct,
    private readonly cohort: Cohort,
    private readonly period: Duration = HIGH_RESOLUTION,
  ) {}

  get attempts(): Metric {
    return this.metric(COHORT_METRICS.attempts);
  }

  get plays(): Metric {
    return this.metric(COHORT_METRICS.plays);
  }

  get heartbeats(): Metric {
    return this.metric(COHORT_METRICS.heartbeats);
  }

  /** A statistic of the startup time, such as p95. */
  startup(statistic: string): Metric {
    return this.metric(COHORT_METRICS.startupTime, statistic);
  }

  /** Start failures ÷ attempts. */
  startFailureRatio(): MathExpression {
    return this.ratio(COHORT_METRICS.startFailures);
  }

  /** Playback failures ÷ attempts. */
  playbackFailureRatio(): MathExpression {
    return this.ratio(COHORT_METRICS.playbackFailures);
  }

  /** Exits before start ÷ attempts. */
  exitsBeforeStartRatio(): MathExpression {
    return this.ratio(COHORT_METRICS.exitsBeforeStart);
  }

  /** Rebuffering ÷ (playing + rebuffering) time. */
  rebufferingRatio(): MathExpression {
    const [playing, rebuffering] = [this.id('playing'), this.id('rebuffering')];
    return this.math(`${rebuffering} / (${playing} + ${rebuffering})`, {
      [playing]: this.metric(COHORT_METRICS.playingTime),
      [rebuffering]: this.metric(COHORT_METRICS.rebufferingTime),
    });
  }

  private ratio(part: string): MathExpression {
    const [attempts, failed] = [this.id('attempts'), this.id('failed')];
    return this.math(`${failed} / ${attempts}`, {
      [attempts]: this.attempts,
      [failed]: this.metric(part),
    });
  }

  /** An id that is unique in a graph of many cohorts. */
  private id(name: string): string {
    return `${name}_${this.cohort.name.replace(/\W/g, '_')}`;
  }

  private math(expression: string, usingMetrics: Record<string, IMetric>): MathExpression {
    return new MathExpression({ expression, usingMetrics, period: this.period, label: this.cohort.name });
  }

  private metric(name: string, statistic = 'Sum'): Metric {
    const { dimensions } = this.cohort;
    return ownMetric(this.scope, name, {
      dimensionsMap: dimensions,
      statistic,
      period: this.period,
      label: this.cohort.name,
    });
  }
}

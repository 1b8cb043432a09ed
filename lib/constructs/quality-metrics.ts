import { type Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS } from '../../domain/metrics';
import type { StageConfig } from '../config';
import type { Cohort } from './cohorts';
import { HIGH_RESOLUTION, ownMetric } from './metrics';

/** What a ratio is made of, so that an alarm can ask for enough of it and a graph need not. */
interface Measure {
  readonly expression: string;
  readonly usingMetrics: Readonly<Record<string, IMetric>>;
}

/** The metrics of one cohort, and the ratios over them: docs/playback-quality.md has the formulas. */
export class QualityMetrics {
  constructor(
    private readonly stage: StageConfig,
    private readonly cohort: Cohort,
    private readonly period: Duration = HIGH_RESOLUTION,
  ) {}

  get attempts(): Metric {
    return this.metric(METRICS.attempts);
  }

  get plays(): Metric {
    return this.metric(METRICS.plays);
  }

  get heartbeats(): Metric {
    return this.metric(METRICS.heartbeats);
  }

  /** Of the startup time, such as p95. */
  startup(statistic: string): Metric {
    return this.metric(METRICS.startupTime, statistic);
  }

  /** Start failures ÷ attempts. */
  startFailureRatio(minimumAttempts = 0): MathExpression {
    return this.ratio(METRICS.startFailures, minimumAttempts);
  }

  /** Playback failures ÷ attempts. */
  playbackFailureRatio(minimumAttempts = 0): MathExpression {
    return this.ratio(METRICS.playbackFailures, minimumAttempts);
  }

  /** Exits before start ÷ attempts. */
  exitsBeforeStartRatio(): MathExpression {
    return this.ratio(METRICS.exitsBeforeStart, 0);
  }

  /** Rebuffering ÷ (playing + rebuffering) time. */
  rebufferingRatio(minimumWatchedMs = 0): MathExpression {
    const usingMetrics = {
      playing: this.metric(METRICS.playingTime),
      rebuffering: this.metric(METRICS.rebufferingTime),
    };
    const watched = '(playing + rebuffering)';
    return this.math({ expression: atLeast(watched, minimumWatchedMs, `rebuffering / ${watched}`), usingMetrics });
  }

  /** The 95th percentile of the startup time, ms, where there were enough plays to have one. */
  startupP95(minimumPlays: number): MathExpression {
    const usingMetrics = { plays: this.plays, startup: this.startup('p95') };
    return this.math({ expression: atLeast('plays', minimumPlays, 'startup'), usingMetrics });
  }

  private ratio(failures: string, minimumAttempts: number): MathExpression {
    const usingMetrics = { attempts: this.attempts, failures: this.metric(failures) };
    return this.math({ expression: atLeast('attempts', minimumAttempts, 'failures / attempts'), usingMetrics });
  }

  private math({ expression, usingMetrics }: Measure): MathExpression {
    return new MathExpression({ expression, usingMetrics, period: this.period, label: this.cohort.name });
  }

  private metric(name: string, statistic = 'Sum'): Metric {
    const { dimensions } = this.cohort;
    return ownMetric(this.stage, name, {
      dimensionsMap: dimensions,
      statistic,
      period: this.period,
      label: this.cohort.name,
    });
  }
}

/** The value where the sample is large enough to have one, nothing elsewhere. */
const atLeast = (sample: string, minimum: number, value: string): string =>
  minimum > 0 ? `IF(${sample} >= ${minimum}, ${value})` : value;

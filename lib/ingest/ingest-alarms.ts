import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Collector } from './collector';
import type { Overflow } from './overflow';
import type { Quarantine } from './quarantine';

/** The constructs that the alarms watch. */
export interface IngestAlarmsProps {
  readonly collector: Collector;
  readonly overflow: Overflow;
  readonly quarantine: Quarantine;
}

/** Alarms on events that the collector cannot accept, and on accepted or refused events that are not stored. */
export const ingestAlarms = (props: IngestAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { collector, overflow, quarantine } = props;
  return {
    'overflow-dead-letters': {
      metric: overflow.metricDeadLetters(),
      threshold: 0,
      meaning: 'Accepted events could not be written to their stream for half a day.',
      impact: 'Counts and the lake lack these events until they are redriven.',
      runbook: 'messages-in-the-overflow-dead-letter-queue',
    },
    'overflow-queue-age': {
      metric: overflow.metricAge(),
      threshold: 60,
      evaluationPeriods: 3,
      meaning: 'A stream has refused events for three minutes; they wait in the overflow queue.',
      impact: 'Live counts are incomplete, and every reader of the stream is behind.',
      runbook: 'messages-stay-in-the-overflow-queue',
    },
    'collector-errors': {
      metric: new MathExpression({
        expression: 'IF(requests >= 100, errors / requests)',
        usingMetrics: {
          requests: collector.api.metricCount(SUM_BY_MINUTE),
          errors: collector.api.metricServerError(SUM_BY_MINUTE),
        },
        period: Duration.minutes(1),
        label: '5xx ratio',
      }),
      threshold: 0.01,
      evaluationPeriods: 2,
      meaning: 'The collector answers more than 1 % of the requests with 5xx.',
      impact: 'Players keep their events and retry; players that are closed in the meantime lose them.',
      runbook: 'the-collector-answers-503',
    },
    'quarantine-freshness': {
      metric: quarantine.metricFreshness(),
      threshold: 900,
      meaning: 'Refused events have waited for 15 minutes to be stored.',
      impact: 'Operators cannot see why events are refused.',
      runbook: 'refused-events-are-not-stored',
    },
  };
};

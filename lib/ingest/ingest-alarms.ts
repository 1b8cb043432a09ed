import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { PipelineAlarmProps } from '../foundation/pipeline-alarms';
import type { Collector } from './collector';
import type { Overflow } from './overflow';
import type { Quarantine } from './quarantine';

/** What the alarms of ingest watch. */
export interface IngestAlarmsProps {
  readonly collector: Collector;
  readonly overflow: Overflow;
  readonly quarantine: Quarantine;
}

/** Alarms on whether events are accepted, and whether accepted and refused events are stored. */
export const ingestAlarms = (props: IngestAlarmsProps): Readonly<Record<string, PipelineAlarmProps>> => {
  const { collector, overflow, quarantine } = props;
  return {
    'overflow-dead-letters': {
      metric: overflow.metricDeadLetters(),
      threshold: 0,
      meaning: 'Accepted events could not be put back into their stream for half a day.',
      impact: 'They are in no count and not in the lake until they are redriven.',
      runbook: 'messages-among-the-overflow-dead-letters',
    },
    'overflow-queue-age': {
      metric: overflow.metricAge(),
      threshold: 60,
      evaluationPeriods: 3,
      meaning: 'A stream has refused events for minutes; they wait in the overflow queue.',
      impact: 'Live counts stay incomplete, and every reader of the stream is behind.',
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
      meaning: 'More than one request in a hundred is answered with 5xx.',
      impact: 'Players keep their events and retry; players that close meanwhile lose them.',
      runbook: 'the-collector-answers-503',
    },
    'quarantine-freshness': {
      metric: quarantine.metricFreshness(),
      threshold: 900,
      meaning: 'Refused events have waited for a quarter of an hour to be stored.',
      impact: 'Operators cannot see why events are refused.',
      runbook: 'refused-events-do-not-arrive',
    },
  };
};

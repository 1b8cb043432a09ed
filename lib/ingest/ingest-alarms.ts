import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { QUALITY_METRICS } from '../../domain/quality';
import { ownMetric, SUM_BY_MINUTE } from '../foundation/metrics';
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
    ...edgeAlarms(collector, overflow),
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

/** Below this volume a minute, one broken client could be a large share. */
const ENOUGH_REQUESTS = 1_000;
const ENOUGH_EVENTS = 5_000;

/** Alarms on what the collector refuses, and on what it accepts only through the overflow queue. */
const edgeAlarms = ({ api }: Collector, overflow: Overflow): Readonly<Record<string, PipelineAlarmProps>> => {
  const requests = api.metricCount(SUM_BY_MINUTE);
  const period = Duration.minutes(1);
  const accepted = ownMetric(api, QUALITY_METRICS.acceptedEvents, { period });
  const refused = ownMetric(api, QUALITY_METRICS.refusedEvents, { period });
  return {
    'collector-client-errors': {
      metric: new MathExpression({
        expression: `IF(requests >= ${ENOUGH_REQUESTS}, errors / requests)`,
        usingMetrics: { requests, errors: api.metricClientError(SUM_BY_MINUTE) },
        period,
        label: '4xx ratio',
      }),
      threshold: 0.05,
      evaluationPeriods: 3,
      meaning: 'The collector answers more than 5 % of the requests with 4xx.',
      impact: 'Players drop the events of these requests; counts and the lake lack them.',
      runbook: 'the-collector-answers-4xx',
    },
    'events-refused': {
      metric: new MathExpression({
        expression: `IF(FILL(accepted, 0) + refused >= ${ENOUGH_EVENTS}, refused / (FILL(accepted, 0) + refused))`,
        usingMetrics: { accepted, refused },
        period,
        label: 'share of refused events',
      }),
      threshold: 0.05,
      evaluationPeriods: 3,
      meaning: 'Validation refuses more than 5 % of the events.',
      impact: 'Counts and the lake lack these events; they are in the quarantine.',
      runbook: 'events-are-refused',
    },
    'overflow-share': {
      metric: new MathExpression({
        expression: 'IF(requests >= 20, overflowed / requests)',
        usingMetrics: { requests, overflowed: overflow.queue.metricNumberOfMessagesSent(SUM_BY_MINUTE) },
        period,
        label: 'overflow ratio',
      }),
      threshold: 0.1,
      evaluationPeriods: 3,
      meaning: 'More than 10 % of the requests take the overflow queue instead of the stream.',
      impact: 'Live counts are later, and each event costs more; no event is lost.',
      runbook: 'requests-take-the-overflow-queue',
    },
  };
};

import type { CostRegistration } from '../../cost/cost-registration';
import type { StageTemplates } from '../../cost/stage-templates';

/**
 * The metrics of all alarms: CloudWatch bills an alarm per metric, and three times as much for periods under a minute.
 */
export const alarmMetrics = (templates: StageTemplates) => {
  let [fast, standard] = [0, 0];
  for (const alarm of templates.all('AWS::CloudWatch::Alarm')) {
    const stats = alarm.list('Metrics').filter((metric) => metric.has('MetricStat'));
    const period = stats[0]?.in('MetricStat').optional('Period') ?? alarm.optional('Period') ?? 60;
    const metrics = Math.max(1, stats.length);
    if (period < 60) fast += metrics;
    else standard += metrics;
  }
  return { fast, standard };
};

/** Resources of all subsystems that are billed by number: alarms, dashboards, keys and secrets. */
export default {
  usage: (_, templates) => {
    const count = (type: string): number => templates.all(type).length;
    const { fast, standard } = alarmMetrics(templates);
    const composites = count('AWS::CloudWatch::CompositeAlarm');
    return [
      { what: 'alarms', price: 'cloudwatch.fastAlarmMetric', quantity: fast },
      { what: 'alarms', price: 'cloudwatch.alarmMetric', quantity: standard },
      { what: 'alarms', price: 'cloudwatch.compositeAlarm', quantity: composites },
      { what: 'dashboards', price: 'cloudwatch.dashboard', quantity: count('AWS::CloudWatch::Dashboard') },
      { what: 'keys', price: 'kms.key', quantity: count('AWS::KMS::Key') },
      { what: 'secrets', price: 'secrets.secret', quantity: count('AWS::SecretsManager::Secret') },
    ];
  },
} satisfies CostRegistration;

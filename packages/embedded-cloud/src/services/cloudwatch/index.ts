import { defineService } from '../../core/service-module';
import { CloudWatch } from './cloudwatch';

/** CloudWatch metrics, alarms and dashboards. */
export const cloudwatch = defineService(
  'cloudwatch',
  ({ surroundings, services, need }) => new CloudWatch({ surroundings, services, notifier: need('topics') }),
);

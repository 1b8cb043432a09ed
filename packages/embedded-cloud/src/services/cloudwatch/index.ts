import { defineService } from '../../core/service-module';
import { CloudWatch } from './cloudwatch';

/** CloudWatch metrics, alarms and dashboards. */
export const cloudwatch = defineService(
  'cloudwatch',
  ({ surroundings, access, services, need }) =>
    new CloudWatch({ surroundings, access, services, notifier: need('topics') }),
);

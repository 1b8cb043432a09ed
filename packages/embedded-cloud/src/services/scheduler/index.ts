import { defineService } from '../../core/service-module';
import { Scheduler } from './scheduler';

/** EventBridge Scheduler. */
export const scheduler = defineService(
  'scheduler',
  ({ surroundings, faults, access, need }) =>
    new Scheduler(surroundings, faults, need('functions'), need('queues'), access),
);

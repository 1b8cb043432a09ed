import { defineService } from '../../core/service-module';
import { Sqs } from './sqs';

/** Simple Queue Service. */
export const sqs = defineService('sqs', ({ surroundings, faults, provide }) =>
  provide('queues', new Sqs(surroundings, faults)),
);

import { defineService } from '../../core/service-module';
import { Kinesis } from './kinesis';

/** Kinesis Data Streams. */
export const kinesis = defineService('kinesis', ({ surroundings, faults, provide }) =>
  provide('streams', new Kinesis(surroundings, faults)),
);

import { defineService } from '../../core/service-module';
import { Firehose } from './firehose';

/** Amazon Data Firehose. */
export const firehose = defineService(
  'firehose',
  ({ surroundings, faults, need }) =>
    new Firehose({
      surroundings,
      faults,
      writer: need('objects'),
      streams: need('streams'),
      catalog: need('catalog'),
    }),
);

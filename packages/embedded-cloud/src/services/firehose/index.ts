import { defineService } from '../../core/service-module';
import { Firehose } from './firehose';

/** Amazon Data Firehose. */
export const firehose = defineService(
  'firehose',
  ({ surroundings, faults, access, need }) =>
    new Firehose({
      surroundings,
      faults,
      access,
      writer: need('objects'),
      streams: need('streams'),
      catalog: need('catalog'),
    }),
);

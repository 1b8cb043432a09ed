import { Firehose, type FirehoseProps } from '../../src/services/firehose/firehose';
import { Glue } from '../../src/services/glue/glue';
import { Kinesis } from '../../src/services/kinesis/kinesis';
import type { Endpoint } from '../../src/testing/endpoint';

/** A Firehose beside streams and a catalog of its own, unless told of others. */
export const makeFirehose = (
  { surroundings, faults }: Endpoint,
  props: Pick<FirehoseProps, 'writer'> & Partial<FirehoseProps>,
): Firehose =>
  new Firehose({
    surroundings,
    faults,
    streams: new Kinesis(surroundings, faults),
    catalog: new Glue(surroundings),
    ...props,
  });

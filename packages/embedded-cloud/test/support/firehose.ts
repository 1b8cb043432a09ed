import { Firehose, type FirehoseProps } from '../../src/services/firehose/firehose';
import { Glue } from '../../src/services/glue/glue';
import { Kinesis } from '../../src/services/kinesis/kinesis';
import type { Endpoint } from '../../src/testing/endpoint';

/** Creates a Firehose; streams and catalog are new ones unless the options contain others. */
export const makeFirehose = (
  { surroundings, faults, access }: Endpoint,
  props: Pick<FirehoseProps, 'writer'> & Partial<FirehoseProps>,
): Firehose =>
  new Firehose({
    surroundings,
    faults,
    access,
    streams: new Kinesis(surroundings, faults),
    catalog: new Glue(surroundings),
    ...props,
  });

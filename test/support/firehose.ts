import { Firehose, type FirehoseProps } from '../../local/services/firehose';
import { Glue } from '../../local/services/glue';
import { Kinesis } from '../../local/services/kinesis';
import type { Endpoint } from './endpoint';

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

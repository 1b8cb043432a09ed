import { ServiceError } from '../../core/service';
import { type Answer, empty } from './s3-call';
import { branch, leaf, xmlResponse } from './xml';

const MAX_KEYS = 1_000;

/** HeadBucket: the router has already checked that the bucket exists. */
export const headBucket: Answer = ({ region }) => empty(200, { 'x-amz-bucket-region': region });

/** GetBucketLocation: S3 returns an empty constraint for us-east-1. */
export const getLocation: Answer = ({ region }) =>
  xmlResponse(200, 'LocationConstraint', region === 'us-east-1' ? '' : region);

/** DeleteObjects, up to 1,000 keys. */
export const deleteObjects: Answer = ({ input, store, bucket }) => {
  const deletion = input.object('Delete');
  const keys = (deletion?.objects('Objects') ?? []).map((object) => object.optionalString('Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_KEYS || keys.includes('')) {
    throw new ServiceError('MalformedXML', 'DeleteObjects accepts 1 to 1000 objects, each with a Key.');
  }
  for (const key of keys) store.remove(bucket, key);
  return xmlResponse(
    200,
    'DeleteResult',
    ...(deletion?.boolean('Quiet') ? [] : keys.map((key) => branch('Deleted', leaf('Key', key)))),
  );
};

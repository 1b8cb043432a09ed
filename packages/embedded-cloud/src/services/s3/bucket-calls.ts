import { type JsonObject, ServiceError } from '../../core/service';
import { contentOf } from './content';
import { type Answer, empty } from './s3-call';
import { branch, contents, leaf, textOf, xmlResponse } from './xml';

const MAX_KEYS = 1_000;

/** HeadBucket: the router has already checked that the bucket exists. */
export const headBucket: Answer = ({ region }) => empty(200, { 'x-amz-bucket-region': region });

/** GetBucketLocation: S3 returns an empty constraint for us-east-1. */
export const getLocation: Answer = ({ region }) =>
  xmlResponse(200, 'LocationConstraint', region === 'us-east-1' ? '' : region);

/** The members in the body of DeleteObjects. */
export const readDeletion = (xml: string): JsonObject => ({
  Objects: contents(xml, 'Object').map((object) =>
    Object.fromEntries([...object.matchAll(/<(\w+)>([^<]*)</g)].map(([, name = '', text = '']) => [name, text])),
  ),
});

/** DeleteObjects, up to 1,000 keys. */
export const deleteObjects: Answer = ({ request, store, bucket }) => {
  const xml = contentOf(request).toString('utf8');
  const keys = contents(xml, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_KEYS || keys.includes('')) {
    throw new ServiceError('MalformedXML', 'DeleteObjects accepts 1 to 1000 objects, each with a Key.');
  }
  for (const key of keys) store.remove(bucket, key);
  const isQuiet = textOf(xml, 'Quiet') === 'true';
  return xmlResponse(200, 'DeleteResult', ...(isQuiet ? [] : keys.map((key) => branch('Deleted', leaf('Key', key)))));
};

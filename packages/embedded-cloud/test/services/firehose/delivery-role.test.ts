import { compilePolicy, Role } from '../../../src/core/iam';
import { STREAM, TestDeliveryStream } from './test-delivery-stream';

const ARN = 'arn:aws:iam::000000000000:role/delivery';
const BUCKET = 'arn:aws:s3:::lake';
/** What AWS documents for the bucket, and for the objects. */
const ON_BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const ON_OBJECTS = ['s3:GetObject', 's3:AbortMultipartUpload', 's3:PutObject'];

let stream: TestDeliveryStream;

beforeEach(async () => {
  stream = await TestDeliveryStream.open({ enforcesPolicies: true });
});

afterEach(() => stream.close());

/** Declares a delivery stream to `raw/` whose role has the actions, on objects below a prefix. */
const deliver = async (actions: readonly string[], below = 'raw/'): Promise<void> => {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'firehose.amazonaws.com' } };
  const role = new Role('delivery', ARN, 'AROA1', '000000000000', compilePolicy('t', { Statement: trust }, 'resource'));
  const granted = (names: readonly string[], Resource: string) => ({
    ...{ Effect: 'Allow', Resource },
    Action: ['none:Nothing', ...names.filter((name) => actions.includes(name))],
  });
  const Statement = [granted(ON_BUCKET, BUCKET), granted(ON_OBJECTS, `${BUCKET}/${below}*`)];
  role.attach(compilePolicy('Policy', { Statement }, 'identity'));
  stream.endpoint.access.addRole(role);
  await stream.declare({ Prefix: 'raw/', RoleARN: ARN });
  await stream.put('a');
  await stream.service.flush(STREAM);
};

describe('the role of a delivery stream', () => {
  it('delivers with what AWS documents', async () => {
    await deliver([...ON_BUCKET, ...ON_OBJECTS]);
    expect(stream.contents()).toEqual(['a']);
  });

  it.each([...ON_BUCKET, ...ON_OBJECTS])('delivers nothing without %s', async (missing) => {
    const others = [...ON_BUCKET, ...ON_OBJECTS].filter((action) => action !== missing);
    await expect(deliver(others)).rejects.toThrow(`is not authorized to perform: ${missing} on resource: ${BUCKET}`);
    expect(stream.contents()).toEqual([]);
  });

  it('delivers nothing outside its prefix', async () => {
    const delivery = deliver([...ON_BUCKET, ...ON_OBJECTS], 'curated/');
    await expect(delivery).rejects.toThrow(`s3:GetObject on resource: ${BUCKET}/raw/`);
    expect(stream.contents()).toEqual([]);
  });
});

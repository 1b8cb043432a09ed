import { decodeCbor } from '../../../src/core/protocols/cbor';
import { compilePolicy, Role } from '../../../src/core/iam';
import type { ServiceModule } from '../../../src/core/service-module';
import { cloudwatch } from '../../../src/services/cloudwatch';
import { ec2 } from '../../../src/services/ec2';
import { iam } from '../../../src/services/iam';
import { kinesis } from '../../../src/services/kinesis';
import { sns } from '../../../src/services/sns';
import { sqs } from '../../../src/services/sqs';
import { Endpoint } from '../../../src/testing';
import { awsCborHeaders, QUERY_HEADERS, sendRequest, type WireAnswer } from '../../support/wire';

const ROLE = 'arn:aws:iam::000000000000:role/worker';

interface Protocol {
  readonly service: string;
  /** A request of an operation with a body. */
  readonly request: (
    operation: string,
    body: string,
  ) => { headers: Record<string, string>; path?: string; body: string };
  /** An operation that the service runs. */
  readonly known: string;
  /** A body of it that is malformed; undefined when no operation of the service has a parameter that can be. */
  readonly malformed: string | undefined;
  /** The code and the message of an error. */
  readonly read: (answer: WireAnswer) => readonly [unknown, unknown];
  readonly codes: {
    readonly unknown: string;
    readonly malformed: string;
    readonly throttle: string;
    readonly denial: string;
  };
}

const fromJson = ({ body, headers }: WireAnswer): readonly [unknown, unknown] => {
  const { __type, message } = JSON.parse(body.toString()) as Record<string, unknown>;
  expect(headers.get('x-amzn-errortype')).toBe(__type);
  return [__type, message];
};
const fromCbor = ({ body }: WireAnswer): readonly [unknown, unknown] => {
  const { __type, message } = decodeCbor(body) as Record<string, unknown>;
  return [__type, message];
};
const fromXml = ({ body }: WireAnswer): readonly [unknown, unknown] => {
  const [, code, message] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(body.toString()) ?? [];
  return [code, message?.replaceAll('&quot;', '"')];
};
const inJson = (operation: string, body: string) => ({
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Any.${operation}` },
  body: body || '{}',
});
const inForm = (operation: string, body: string) => ({ headers: QUERY_HEADERS, body: `Action=${operation}&${body}` });

const JSON_CODES = {
  unknown: 'UnknownOperationException',
  malformed: 'SerializationException',
  denial: 'AccessDeniedException',
};
const QUERY_CODES = { unknown: 'InvalidAction', malformed: 'MalformedInput', denial: 'AccessDenied' };
const EXCEEDED = 'ProvisionedThroughputExceededException';

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'JSON, as the SDKs call Kinesis': {
    ...{ service: 'kinesis', request: inJson, known: 'ListStreams', malformed: '[', read: fromJson },
    codes: { ...JSON_CODES, throttle: EXCEEDED },
  },
  'CBOR, as the Java SDKs call Kinesis': {
    ...{ service: 'kinesis', known: 'ListStreams', malformed: '\x81', read: fromCbor },
    request: (operation, body) => ({ headers: { ...awsCborHeaders(`Any.${operation}`) }, body }),
    codes: { ...JSON_CODES, throttle: EXCEEDED },
  },
  'Smithy RPC v2 CBOR, as the Go SDK calls CloudWatch': {
    ...{ service: 'monitoring', known: 'ListMetrics', malformed: 'a', read: fromCbor },
    request: (operation, body) => ({
      path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body,
    }),
    codes: { ...JSON_CODES, throttle: 'ThrottlingException' },
  },
  'Query, as AWS CLI 2.9 calls CloudWatch': {
    ...{ service: 'monitoring', request: inForm, known: 'DescribeAlarms', malformed: 'MaxRecords=x', read: fromXml },
    codes: { ...QUERY_CODES, throttle: 'Throttling' },
  },
  'Query, as AWS CLI 2.9 calls SQS': {
    ...{ service: 'sqs', request: inForm, known: 'ListQueues', malformed: 'MaxResults=x', read: fromXml },
    codes: { ...QUERY_CODES, throttle: 'RequestThrottled' },
  },
  'Query, as every SDK calls SNS': {
    ...{ service: 'sns', request: inForm, known: 'ListTopics', malformed: undefined, read: fromXml },
    codes: { ...QUERY_CODES, throttle: 'Throttled', denial: 'AuthorizationError' },
  },
  'EC2 Query': {
    ...{ service: 'ec2', request: inForm, known: 'DescribeAvailabilityZones', malformed: undefined, read: fromXml },
    codes: { ...QUERY_CODES, throttle: 'RequestLimitExceeded', denial: 'UnauthorizedOperation' },
  },
};

let endpoint: Endpoint;
let worker: string;

beforeEach(async () => {
  endpoint = await Endpoint.open({ enforcesPolicies: true });
  const modules: readonly ServiceModule[] = [iam, kinesis, sqs, sns, cloudwatch, ec2];
  for (const module of modules) endpoint.run(module);
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  const statements = compilePolicy('trust', { Statement: trust }, 'resource');
  endpoint.access.addRole(new Role('worker', ROLE, 'AROA1', '000000000000', statements));
  const session = endpoint.access.assume(ROLE, { service: 'lambda.amazonaws.com', sessionName: 'send' });
  worker = endpoint.access.accessKeyOf(session);
});
afterEach(() => endpoint.close());

const call = (
  { service, request }: Protocol,
  operation: string,
  { body = '', ...more }: { readonly body?: string; readonly accessKeyId?: string; readonly service?: string } = {},
): Promise<WireAnswer> => {
  const sent = request(operation, body);
  return sendRequest(endpoint, { service, ...sent, body: Buffer.from(sent.body, 'latin1'), ...more });
};

describe.each(Object.entries(PROTOCOLS))('%s', (_, protocol) => {
  const { service, known, read, codes } = protocol;

  it('reports an operation that does not exist', async () => {
    for (const operation of ['NoSuchOperation', 'constructor']) {
      const answer = await call(protocol, operation);
      expect(answer.status).toBe(400);
      const message = `The embedded ${service} does not support the operation ${operation}; docs/operations.md of embedded-cloud lists what it supports.`;
      expect(read(answer)).toEqual([codes.unknown, message]);
    }
  });

  it('reports a throttle', async () => {
    endpoint.faults.set(service, { throttle: 1 });
    const answer = await call(protocol, known);
    expect(answer.status).toBe(service === 'sqs' ? 403 : 400);
    expect(read(answer)).toEqual([codes.throttle, 'Injected fault: throttle.']);
  });

  it('reports a denial', async () => {
    const answer = await call(protocol, known, { accessKeyId: worker });
    expect(read(answer)).toEqual([codes.denial, expect.stringContaining('is not authorized to perform: ')]);
  });

  it('reports a service that does not run', async () => {
    const answer = await call(protocol, known, { service: 'batch' });
    expect([answer.status, read(answer)]).toEqual([501, ['UnknownService', 'The embedded cloud does not run batch.']]);
  });
});

const WITH_MALFORMED = Object.entries(PROTOCOLS).filter(([, { malformed }]) => malformed !== undefined);

describe.each(WITH_MALFORMED)('%s', (_, protocol) => {
  it('reports a malformed body', async () => {
    const { known, malformed: body = '', read, codes } = protocol;
    const answer = await call(protocol, known, { body });
    expect([answer.status, read(answer)]).toEqual([400, [codes.malformed, expect.any(String)]]);
  });
});

describe('an API whose older clients use the Query protocol', () => {
  it.each([
    ['sqs', { 'x-amz-target': 'AmazonSQS.GetQueueUrl' }, 'AWS.SimpleQueueService.NonExistentQueue;Sender'],
    ['monitoring', { 'x-amz-target': 'GraniteServiceVersion20100801.GetDashboard' }, 'ResourceNotFound;Sender'],
  ])('has the older code of an error in a header: %s', async (service, headers, code) => {
    const body = JSON.stringify({ [service === 'sqs' ? 'QueueName' : 'DashboardName']: 'none' });
    const answer = await sendRequest(endpoint, { service, headers, body });
    expect(answer.headers.get('x-amzn-query-error')).toBe(code);
  });

  it('reports that a service without a model answers in JSON only', async () => {
    endpoint.add({ name: 'ping', operations: { Ping: () => ({}) }, permissions: {}, provisions: {} });
    const answer = await sendRequest(endpoint, { service: 'ping', ...inForm('Ping', '') });
    expect(fromXml(answer)).toEqual(['MalformedInput', 'The embedded ping does not answer in this protocol.']);
  });
});

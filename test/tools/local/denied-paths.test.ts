import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isObject } from 'embedded-cloud/json';
import { dateOf } from '../../../domain/lake';
import { encodeOverflow } from '../../../lambdas/ingest/overflow-message';
import { Lake } from '../../../tools/local/lake';
import { aViewingEvent } from '../../support/events';
import { Pipeline } from '../../support/pipeline';
import { until } from '../../support/until';

/** The statements that the test removes: a part of the logical id of the policy, and an action. */
const REMOVED: readonly (readonly [policy: string, action: string])[] = [
  ['CountViewersFunctionRole', 'kinesis:GetRecords'],
  ['CurateFunctionRole', 'glue:CreatePartition'],
  ['OverflowDrainOverflowRole', 'firehose:PutRecordBatch'],
  ['PublishCountsEachMinuteRole', 'lambda:InvokeFunction'],
  ['RawDeliveryDeliveryStreamServiceRole', 'kinesis:GetRecords'],
];

/** Removes the statement that has the action from the policies whose logical id contains the text. */
const withoutStatements = (template: string): string => {
  const parsed: unknown = JSON.parse(template);
  const resources = isObject(parsed) && isObject(parsed['Resources']) ? parsed['Resources'] : {};
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (!isObject(resource) || resource['Type'] !== 'AWS::IAM::Policy') continue;
    const actions = REMOVED.filter(([policy]) => logicalId.startsWith(policy)).map(([, action]) => action);
    const properties = resource['Properties'];
    const document = isObject(properties) ? properties['PolicyDocument'] : undefined;
    if (actions.length === 0 || !isObject(document) || !Array.isArray(document['Statement'])) continue;
    for (const statement of document['Statement'].filter(isObject)) {
      const isRemoved = [statement['Action']].flat().some((action) => actions.includes(String(action)));
      if (isRemoved) statement['Action'] = 'none:Nothing'; // a policy must have a statement
    }
  }
  return JSON.stringify(parsed);
};

describe('a pipeline whose roles lack a statement', () => {
  jest.setTimeout(300_000);
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await Pipeline.start({}, { change: withoutStatements });
  });
  afterAll(() => pipeline.stop());

  /** The denial of an action to a role, as soon as there is one. */
  const denialOf = async (role: string, action: string): Promise<string> => {
    const start = `User: arn:aws:sts::000000000000:assumed-role/playhead-dev-${role}/playhead-dev-`;
    const found = () =>
      [...pipeline.cloud.access.denials.keys()].find(
        (message) => message.startsWith(start) && message.includes(` is not authorized to perform: ${action} on `),
      );
    await until(() => found() !== undefined, { pollMs: 100 });
    return found() ?? '';
  };

  it('does not count viewers without access to the stream, and names role, action and stream', async () => {
    expect((await pipeline.send([aViewingEvent()])).status).toBe(202);
    const denial = await denialOf('live-CountViewersFunctionRole797BB8EC', 'kinesis:DescribeStream');
    expect(denial).toContain('on resource: arn:aws:kinesis:us-east-1:000000000000:stream/playhead-dev-viewing-events');
    expect(denial).toContain('because no identity-based policy allows');
    expect(pipeline.cloud.services.lambda.metrics().get('playhead-dev-count-viewers')?.invocations).toBe(0);
  });

  it('does not deliver to the lake without access to the stream', async () => {
    const stream = pipeline.cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'raw-viewing-events');
    await expect(pipeline.cloud.services.firehose.flush(stream)).rejects.toThrow('kinesis:DescribeStream');
  });

  it('does not publish counts when the schedule may not invoke the function', async () => {
    await denialOf('live-PublishCountsEachMinuteRole9E8E188C', 'lambda:InvokeFunction');
  });

  it('does not curate when it may not add partitions', async () => {
    const { cloud } = pipeline;
    void new Lake(cloud).curate([dateOf(Date.now())]).catch(() => undefined);
    const denial = await denialOf('lake-CurateFunctionRoleAFA5E537', 'glue:CreatePartition');
    expect(denial).toContain('on resource: arn:aws:glue:us-east-1:000000000000:catalog');
  });

  it('keeps refused events in the overflow queue when it may not put them into the quarantine', async () => {
    const QueueUrl = pipeline.cloud.nameOf('AWS::SQS::Queue', 'overflow');
    const MessageBody = encodeOverflow({ target: 'quarantine', records: ['{}'] });
    await new SQSClient(pipeline.settings).send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await denialOf('ingest-OverflowDrainOverflowRole13587D1A', 'firehose:PutRecordBatch');
  });
});

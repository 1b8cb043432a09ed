import { CallRecorder, type StatementUse } from 'embedded-cloud/testing';
import { driveEveryPath } from '../../support/every-path';
import { Pipeline } from '../../support/pipeline';

/** Statements that no call can need in the embedded cloud: role, first action and resource, with the reason. */
const NOT_RUN_HERE: readonly (readonly [role: RegExp, action: RegExp, resource: RegExp, reason: string])[] = [
  [/DeliveryRole/, /^logs:/, /./, 'Firehose logs its own errors; the embedded one has no log'],
  [/DeliveryRole/, /^glue:GetSchemaVersion$/, /./, 'AWS documents it for schema registries, which are not used'],
  [/VpcRejectedIAMRole/, /^logs:/, /./, 'the network of the warehouse and its flow log do not run here'],
  [/ServiceRoleC1EA0FF2/, /^(logs|redshift-serverless):/, /./, 'the function of a custom resource runs on AWS only'],
  [/DetectOutagesFunction/, /^(sns|kms):/, /./, 'no path has an outage; the embedded SNS does not call KMS'],
  [/FunctionRole/, /^s3:ListBucket$/, /queryresults/, 'Athena documents it for the location of results'],
];

/** Calls that follow a failure or need data of several days, which the test does not wait for. */
const RARE_CALLS: readonly (readonly [role: RegExp, action: string, resource: RegExp, reason: string])[] = [
  [/CurateFunction/, 'sqs:SendMessage', /curation-dead-letters$/, 'a run that failed three times'],
  [/RebuildFeaturesFunction/, 'sqs:SendMessage', /rebuild-dead-letters$/, 'a run that failed three times'],
  [/EraseFunction/, 'sqs:SendMessage', /erasure-dead-letters$/, 'a run that failed three times'],
  [/UpdateFeaturesFunction/, 's3:ListBucket', /updatefeaturesfailedbatches/, 'a batch that failed for an hour'],
  [/CountViewersFunction/, 's3:ListBucket', /countviewersfailedbatches/, 'a batch that failed for an hour'],
  [/RebuildFeaturesFunction/, 'dynamodb:BatchWriteItem', /table\/playhead-dev-features$/, 'viewers of earlier days'],
  [/RebuildFeaturesFunction/, 'dynamodb:BatchGetItem', /table\/playhead-dev-catalog$/, 'titles of earlier days'],
];

/** Actions that no call uses here, as `role: action`, with the reason why they are granted. */
const UNUSED_ACTIONS: readonly (readonly [action: RegExp, reason: string])[] = [
  [/: kinesis:(DescribeStreamConsumer|ListStreams|SubscribeToShard)$/, 'CDK’s own grant to readers of a stream'],
  [/: sqs:(ChangeMessageVisibility|GetQueueUrl)$/, 'CDK’s own grant to consumers of a queue'],
  [/: (athena:StopQueryExecution|redshift-data:CancelStatement)$/, 'stops a statement that takes too long'],
  [/: s3:(AbortMultipartUpload|ListMultipartUploadParts)$/, 'Athena writes large results in parts'],
  [/: glue:(BatchGetPartition|GetPartition)$/, 'Athena documents them for queries of tables with partitions'],
  [/CurateFunction\w+: (athena:GetQueryResults|s3:GetObject)$/, 'the nightly run asks which dates have late events'],
  [/RebuildFeaturesFunction\w+: s3:GetObject$/, 'Athena documents it for the location of results'],
  [/RebuildFeaturesFunction\w+: dynamodb:BatchGetItem$/, 'viewers of earlier days'],
  [/EraseFunction\w+: (glue:CreatePartition|sqs:SendMessage)$/, 'a viewer with events of many dates'],
];

const nameOf = ({ role, statement }: StatementUse): string =>
  `${role}: ${JSON.stringify(statement.declared['Action'])} on ${JSON.stringify(statement.declared['Resource'])}`;

/** The ARNs of queues, buckets and tables. */
const arns = ({ cloud }: Pipeline): readonly string[] =>
  cloud.deployment.running.flatMap(({ type, ref }) => {
    if (type === 'AWS::SQS::Queue') return `arn:aws:sqs:us-east-1:000000000000:${ref.replace(/^.*\//, '')}`;
    if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${ref}`;
    return type === 'AWS::DynamoDB::GlobalTable' ? `arn:aws:dynamodb:us-east-1:000000000000:table/${ref}` : [];
  });

describe('the roles of the pipeline', () => {
  jest.setTimeout(400_000);
  let pipeline: Pipeline;
  let recorder: CallRecorder;
  let uses: readonly StatementUse[];

  beforeAll(async () => {
    pipeline = await Pipeline.start(
      { SETTLED_AFTER_SECONDS: '1' },
      {
        beforeStart: (cloud) => {
          recorder = new CallRecorder(cloud.access);
          return Promise.resolve();
        },
      },
    );
    await driveEveryPath(pipeline);
    for (const [roles, action, pattern] of RARE_CALLS) {
      const resource = arns(pipeline).find((arn) => pattern.test(arn)) ?? '';
      for (const role of pipeline.cloud.access.declaredRoles().filter(({ name }) => roles.test(name))) {
        recorder.add(role, { action, resource });
      }
    }
    uses = recorder.uses();
  });

  afterAll(() => pipeline.stop());

  it('allow every call of every path', () => {
    expect([...pipeline.cloud.access.denials.keys()]).toEqual([]);
    expect(pipeline.cloud.access.problems).toEqual([]);
  });

  it('lose a call with each statement that is removed', () => {
    const isRunHere = ({ role, statement: { declared } }: StatementUse): boolean => {
      const [action = ''] = [declared['Action']].flat().map(String);
      const resource = JSON.stringify(declared['Resource']);
      return !NOT_RUN_HERE.some(
        ([roles, actions, on]) => roles.test(role) && actions.test(action) && on.test(resource),
      );
    };
    expect(
      uses
        .filter(({ neededBy }) => neededBy === undefined)
        .filter(isRunHere)
        .map(nameOf),
    ).toEqual([]);
    expect(uses.filter(({ neededBy }) => neededBy).length).toBeGreaterThan(100);
  });

  it('have no action without a use or a reason', () => {
    const unused = uses
      .filter(({ neededBy }) => neededBy)
      .flatMap(({ role, unusedActions }) => unusedActions.map((action) => `${role}: ${action}`))
      .filter((one) => !UNUSED_ACTIONS.some(([pattern]) => pattern.test(one)));
    expect(unused).toEqual([]);
  });
});

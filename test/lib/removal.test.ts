import { STAGES } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';

const dev = new SynthesizedStage(STAGES.dev);
const prod = new SynthesizedStage(STAGES.prod);

/** Types of resources whose deletion loses data, or what is needed to read it. */
const KEEPS_DATA = [
  ...['AWS::DynamoDB::GlobalTable', 'AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::KMS::Key', 'AWS::Kinesis::Stream'],
  ...['AWS::Logs::LogGroup', 'AWS::RedshiftServerless::Namespace', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
  'AWS::SecretsManager::Secret',
];

/** Types of resources that a deployment restores completely. */
const KEEPS_NO_DATA = [
  ...['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route'],
  ...['AWS::ApiGatewayV2::Stage', 'AWS::Athena::NamedQuery', 'AWS::Athena::WorkGroup', 'AWS::Budgets::Budget'],
  ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::EC2::FlowLog'],
  ...['AWS::EC2::RouteTable', 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::EC2::SubnetRouteTableAssociation'],
  ...['AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role'],
  ...['AWS::KinesisFirehose::DeliveryStream', 'AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping'],
  ...['AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::RedshiftServerless::Workgroup'],
  ...['AWS::S3::BucketPolicy', 'AWS::SNS::Subscription', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
  ...['AWS::SQS::QueuePolicy', 'AWS::Scheduler::Schedule', 'AWS::SecretsManager::ResourcePolicy'],
  ...['AWS::SecretsManager::RotationSchedule', 'Custom::RedshiftServerlessUsageLimit'],
  'AWS::Logs::LogStream', // it is part of its log group
];

const policiesOf = (stage: SynthesizedStage, type: string) =>
  new Set(
    Object.values(stage.resources(type)).map((resource) =>
      [resource.DeletionPolicy, resource.UpdateReplacePolicy].join(),
    ),
  );

it('each type of resource is known to keep data or not', () => {
  const types = prod.stacks.flatMap((stack) =>
    Object.values((stack.toJSON() as { Resources: Record<string, { Type: string }> }).Resources).map(
      ({ Type }) => Type,
    ),
  );
  const known = [...KEEPS_DATA, ...KEEPS_NO_DATA];
  expect([...new Set(types)].filter((type) => !known.includes(type))).toEqual([]);
});

describe('when a stack is deleted', () => {
  it.each(KEEPS_DATA)('prod retains each %s, and dev deletes it', (type) => {
    expect(policiesOf(prod, type)).toEqual(new Set(['RetainExceptOnCreate,Retain']));
    expect(policiesOf(dev, type)).toEqual(new Set(['Delete,Delete']));
  });
});

it('DynamoDB refuses to delete a table of prod, and only of prod', () => {
  const isProtected = (stage: SynthesizedStage) =>
    Object.values(stage.resources('AWS::DynamoDB::GlobalTable')).flatMap(({ Properties }) =>
      (Properties['Replicas'] as readonly Record<string, unknown>[]).map(
        (one) => one['DeletionProtectionEnabled'] ?? false,
      ),
    );
  expect(new Set(isProtected(prod))).toEqual(new Set([true]));
  expect(new Set(isProtected(dev))).toEqual(new Set([false]));
});

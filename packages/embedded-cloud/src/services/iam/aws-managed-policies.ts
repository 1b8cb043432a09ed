import type { JsonObject } from '../../core/service';

const allow = (resource: string, ...actions: readonly string[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
});

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const NETWORK = [
  ...['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
  ...['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
];
const KINESIS = [
  ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator'],
  ...['kinesis:ListShards', 'kinesis:ListStreams', 'kinesis:SubscribeToShard'],
];
const SQS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * The policies of AWS that CDK attaches to roles, by the part of their ARN after `policy/`. Source:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_POLICIES: Readonly<Record<string, JsonObject>> = {
  'service-role/AWSLambdaBasicExecutionRole': allow('*', ...LOGS),
  'service-role/AWSLambdaVPCAccessExecutionRole': allow('*', ...LOGS, ...NETWORK),
  'service-role/AWSLambdaKinesisExecutionRole': allow('*', ...KINESIS, ...LOGS),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow('*', ...SQS, ...LOGS),
  AdministratorAccess: allow('*', '*'),
};

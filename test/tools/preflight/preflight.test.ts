import { embeddedPlace, placeSettings } from 'aws-clients';
import { cloudformation } from 'embedded-cloud/services/cloudformation';
import { dynamodb } from 'embedded-cloud/services/dynamodb';
import { ec2 } from 'embedded-cloud/services/ec2';
import { glue } from 'embedded-cloud/services/glue';
import { kinesis } from 'embedded-cloud/services/kinesis';
import { lambda } from 'embedded-cloud/services/lambda';
import { logs } from 'embedded-cloud/services/logs';
import { s3 } from 'embedded-cloud/services/s3';
import { secretsManager } from 'embedded-cloud/services/secrets-manager';
import { serviceQuotas } from 'embedded-cloud/services/service-quotas';
import { sqs } from 'embedded-cloud/services/sqs';
import { Endpoint, provision, ServiceError } from 'embedded-cloud/testing';
import { synthesizeStage } from '../../../bin/synthesize-stage';
import { STAGE_NAMES } from '../../../lib/stages/stage-names';
import type { Template } from '../../../tools/cost/stage-templates';
import { preflight, type SynthesizedTemplates } from '../../../tools/preflight/preflight';

jest.setTimeout(30_000);

const RESOURCES: Template['Resources'] = {
  Api: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { DefaultRouteSettings: { ThrottlingRateLimit: 9_000, ThrottlingBurstLimit: 4_000 } },
  },
  Stream: {
    Type: 'AWS::Kinesis::Stream',
    Properties: { Name: 'playhead-dev-viewing-events', StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
  },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZoneId: 'use1-az1' } },
  Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'playhead-dev-presence' } },
  Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'playhead_dev' } } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'playhead-dev-overflow' } },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/playhead/dev/collect' } },
  Namespace: {
    Type: 'AWS::RedshiftServerless::Namespace',
    Properties: { NamespaceName: 'playhead-dev', AdminUsername: 'mirror' },
  },
};

describe('preflight', () => {
  let endpoint: Endpoint;
  let quotas: ReturnType<typeof serviceQuotas.create>;
  let tables: ReturnType<typeof dynamodb.create>;
  let logGroups: readonly string[];
  let bootstrapVersion: string;

  beforeEach(async () => {
    endpoint = await Endpoint.open();
    [logGroups, bootstrapVersion] = [[], '30'];
    endpoint.run(kinesis);
    endpoint.run(sqs);
    endpoint.run(s3);
    endpoint.run(glue);
    endpoint.run(logs);
    endpoint.run(lambda);
    endpoint.run(secretsManager);
    endpoint.run(ec2);
    endpoint.run(cloudformation);
    tables = endpoint.run(dynamodb);
    quotas = endpoint.run(serviceQuotas);
    endpoint.add({
      ...{ name: 'ssm', permissions: {}, provisions: {} },
      operations: { GetParameter: ({ Name }) => ({ Parameter: { Name, Value: bootstrapVersion } }) },
    });
    endpoint.add({
      ...{ name: 'logs', permissions: {}, provisions: {} },
      operations: { DescribeLogGroups: () => ({ logGroups: logGroups.map((logGroupName) => ({ logGroupName })) }) },
    });
    endpoint.add({
      ...{ name: 'redshift-serverless', permissions: {}, provisions: {} },
      operations: {
        GetNamespace: () => {
          throw new ServiceError('ResourceNotFoundException', 'There is no such namespace.');
        },
      },
    });
  });

  afterEach(() => endpoint.close());

  const findingsOf = (stage: SynthesizedTemplates) => {
    const options = placeSettings(embeddedPlace(endpoint.surroundings.endpoint));
    return preflight(stage, { account: '123456789012', region: 'us-east-1', options });
  };

  const findings = (changed: Template['Resources'] = {}) => {
    const templates = [{ Resources: { ...RESOURCES, ...changed } }];
    return findingsOf({ stackNames: ['playhead-dev-ingest'], templates, bootstrapVersion: 6 });
  };

  const failures = async (changed?: Template['Resources']): Promise<readonly string[]> =>
    (await findings(changed))
      .filter(({ kind }) => kind === 'fails')
      .map(({ problem, action }) => `${problem} ${action}`);

  const apiWithRate = (rate: number): Template['Resources'] => ({
    Api: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: 4_000 } },
    },
  });

  it('finds nothing in a new account with room for the stage', async () => {
    expect(await findings()).toEqual([]);
  });

  it.each(STAGE_NAMES)('finds nothing that stops a deployment of %s to a new account', async (stage) => {
    const found = await findingsOf(await synthesizeStage(stage));
    expect(found.filter(({ kind }) => kind === 'fails')).toEqual([]);
  });

  it('says which quota to request, with its code and the value to ask for', async () => {
    expect(await failures(apiWithRate(20_000))).toEqual([
      'The quota of requests per second to HTTP APIs is 10000 ("Throttle rate", L-8A5B8E43), and the stage needs 20000. Lower the stage\'s setting, or request it: aws service-quotas request-service-quota-increase --service-code apigateway --quota-code L-8A5B8E43 --desired-value 20000',
    ]);
  });

  it('accepts the stage after the quota was raised', async () => {
    quotas.set({ serviceCode: 'apigateway', code: 'L-8A5B8E43', name: 'Throttle rate', value: 20_000 });
    expect(await failures(apiWithRate(20_000))).toEqual([]);
  });

  it('notes reserved concurrency that leaves less than 100 executions unreserved, and is left out for that', async () => {
    const reserving = (count: number): Template['Resources'] => ({
      Collect: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'playhead-dev-collect', ReservedConcurrentExecutions: count },
      },
    });
    expect(await findings(reserving(900))).toEqual([]);
    expect(await failures(reserving(950))).toEqual([]);
    expect(await findings(reserving(950))).toEqual([
      {
        kind: 'note',
        problem: expect.stringMatching(
          /reserves 950 .* 1000 of 1000 left\. npm run deploy leaves the reservations out/,
        ) as unknown,
        action: expect.stringMatching(/--quota-code L-B99A9384 --desired-value 1050$/) as unknown,
      },
    ]);
  });

  it('notes a function with more memory than a new account allows, until it is deployed', async () => {
    const Properties = { FunctionName: 'playhead-dev-publish-counts', MemorySize: 10_240 };
    const publisher = { Publisher: { Type: 'AWS::Lambda::Function', Properties } };
    expect(await findings(publisher)).toMatchObject([
      { kind: 'note', problem: expect.stringContaining('10240 MB') as unknown },
    ]);
  });

  it('rejects a zone that the region does not offer, and lists those that it offers', async () => {
    const subnet = { Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZoneId: 'euw1-az1' } };
    expect(await failures({ Subnet: subnet })).toEqual([
      expect.stringMatching(/^The stage names the zones euw1-az1, .* three of use1-az1, use1-az2, use1-az4, /),
    ]);
  });

  it('rejects a bootstrap that is too old for the templates', async () => {
    bootstrapVersion = '5';
    expect(await failures()).toEqual([
      'The bootstrap of aws://123456789012/us-east-1 has version 5, and the templates require 6. Run npx cdk bootstrap aws://123456789012/us-east-1',
    ]);
  });

  it('names each resource that a removed stack left behind, and the command that deletes it', async () => {
    await provision(tables, 'AWS::DynamoDB::GlobalTable', {
      TableName: 'playhead-dev-presence',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    await provision(endpoint.run(sqs), 'AWS::SQS::Queue', { QueueName: 'playhead-dev-overflow' });
    await provision(endpoint.run(kinesis), 'AWS::Kinesis::Stream', { Name: 'playhead-dev-viewing-events' });
    await provision(endpoint.run(glue), 'AWS::Glue::Database', { DatabaseInput: { Name: 'playhead_dev' } });
    logGroups = ['/playhead/dev/collect', '/playhead/dev/collect-other'];
    const found = await failures();
    expect(found.map((line) => /^(\S+ \S+) exists/.exec(line)?.[1])).toEqual([
      'AWS::DynamoDB::GlobalTable playhead-dev-presence',
      'AWS::Glue::Database playhead_dev',
      'AWS::Kinesis::Stream playhead-dev-viewing-events',
      'AWS::Logs::LogGroup /playhead/dev/collect',
      'AWS::SQS::Queue playhead-dev-overflow',
    ]);
    expect(found[0]).toMatch(/aws dynamodb delete-table --table-name playhead-dev-presence$/);
  });

  /** Answers that each stack has one resource under the name of the log group. */
  const deployed = (type: string, status: string): void => {
    const summary =
      '<member><LogicalResourceId>Logs</LogicalResourceId><PhysicalResourceId>/playhead/dev/collect</PhysicalResourceId>' +
      `<ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`;
    const body = `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${summary}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`;
    endpoint.add({
      ...{ name: 'cloudformation', permissions: {}, provisions: {} },
      handle: () => Promise.resolve({ status: 200, headers: { 'content-type': 'text/xml' }, body }),
    });
    logGroups = ['/playhead/dev/collect'];
  };

  it('accepts resources that a deployed stack of the stage owns', async () => {
    deployed('AWS::Logs::LogGroup', 'CREATE_COMPLETE');
    expect(await failures()).toEqual([]);
  });

  it.each([
    ['AWS::SSM::Parameter', 'CREATE_COMPLETE'],
    ['AWS::Logs::LogGroup', 'DELETE_SKIPPED'],
  ])('does not take a %s in state %s for a log group that a stack owns', async (type, status) => {
    deployed(type, status);
    expect(await failures()).toEqual([expect.stringContaining('AWS::Logs::LogGroup /playhead/dev/collect exists')]);
  });

  it('rejects a secret that waits for its deletion under a name that the stage needs', async () => {
    const at = Date.UTC(2026, 10, 30) / 1000;
    endpoint.add({
      ...{ name: 'secretsmanager', permissions: {}, provisions: {} },
      operations: { DescribeSecret: ({ SecretId }) => ({ Name: SecretId, DeletedDate: at }) },
    });
    expect(await failures()).toEqual([
      expect.stringMatching(/^The secret redshift!playhead-dev-mirror was deleted on 2026-11-30, .*restore-secret/),
    ]);
  });

  it('rejects an identity that SES has not verified, if the stage sends mail from it', async () => {
    const identity = 'arn:aws:ses:us-east-1:123456789012:identity/mail@example.com';
    const statement = { Effect: 'Allow', Action: 'ses:SendEmail', Resource: identity };
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [statement] } } };
    const verified = new Set<string>();
    endpoint.add({
      ...{ name: 'ses', permissions: {}, provisions: {} },
      handle: ({ request: { path } }) => {
        const isVerified = verified.has(decodeURIComponent(path.split('/').at(-1) ?? ''));
        const body = JSON.stringify({ VerifiedForSendingStatus: isVerified });
        return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
      },
    });
    expect(await failures({ Policy: policy })).toEqual([
      expect.stringMatching(/^SES has not verified mail@example\.com, .* --email-identity mail@example\.com/),
    ]);
    verified.add('mail@example.com');
    expect(await failures({ Policy: policy })).toEqual([]);
  });

  it('reports a check that it may not carry out as a note', async () => {
    endpoint.add({
      ...{ name: 'ssm', permissions: {}, provisions: {} },
      operations: {
        GetParameter: () => {
          throw new ServiceError('AccessDeniedException', 'Refused by the test.');
        },
      },
    });
    expect(await findings()).toEqual([
      {
        kind: 'note',
        problem: 'Preflight cannot check bootstrap (AccessDeniedException: Refused by the test.).',
        action: 'Allow the call, or check it in the console.',
      },
    ]);
  });
});

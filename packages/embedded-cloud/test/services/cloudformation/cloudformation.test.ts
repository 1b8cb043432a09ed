import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFormation } from '../../../src/services/cloudformation/cloudformation';
import type { DeployedStack } from '../../../src/core/templates/deploy';
import { Endpoint } from '../../support/endpoint';

const INGEST: DeployedStack = {
  name: 'shop-dev-ingest',
  id: 'arn:aws:embedded:us-east-1:000000000000:shop-dev-ingest',
  outputs: [
    {
      name: 'EventsUrl',
      value: 'https://x/v1/events?a=1&b=2',
      description: 'Players post here.',
      exportName: undefined,
    },
    { name: 'Shared', value: '1', description: undefined, exportName: 'dev:Shared' },
  ],
  resources: new Map([
    ['Stream', { type: 'AWS::Kinesis::Stream', ref: 'shop-dev-clicks' }],
    ['Key', { type: 'AWS::KMS::Key', ref: 'shop-dev-ingest-Key' }],
  ]),
};
const LIVE: DeployedStack = { ...INGEST, name: 'shop-dev-live', id: 'arn:live', outputs: [], resources: new Map() };

describe('the embedded CloudFormation', () => {
  let endpoint: Endpoint;
  let client: CloudFormationClient;

  beforeAll(async () => {
    endpoint = await Endpoint.open();
    endpoint.add(new CloudFormation(() => [INGEST, LIVE]));
    client = new CloudFormationClient(endpoint.clientConfig());
  });

  afterAll(() => endpoint.close());

  it('tells of every stack that stands, and of its outputs', async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({}));
    expect(Stacks?.map(({ StackName, StackStatus }) => [StackName, StackStatus])).toEqual([
      ['shop-dev-ingest', 'CREATE_COMPLETE'],
      ['shop-dev-live', 'CREATE_COMPLETE'],
    ]);
    expect(Stacks?.[0]?.Outputs).toEqual([
      { OutputKey: 'EventsUrl', OutputValue: 'https://x/v1/events?a=1&b=2', Description: 'Players post here.' },
      { OutputKey: 'Shared', OutputValue: '1', ExportName: 'dev:Shared' },
    ]);
  });

  it('tells of one stack by its name or id', async () => {
    for (const StackName of [LIVE.name, LIVE.id]) {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
      expect(Stacks?.map((stack) => stack.StackName)).toEqual([LIVE.name]);
    }
  });

  it('tells of the resources of a stack, those that do not run here included', async () => {
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: INGEST.name }));
    expect(StackResources).toEqual([
      expect.objectContaining({ LogicalResourceId: 'Stream', PhysicalResourceId: 'shop-dev-clicks' }),
      expect.objectContaining({ LogicalResourceId: 'Key', ResourceType: 'AWS::KMS::Key' }),
    ]);
  });

  it('knows no other stack', async () => {
    const asking = client.send(new DescribeStacksCommand({ StackName: 'shop-dev-none' }));
    await expect(asking).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id shop-dev-none does not exist',
    });
  });
});

import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { CloudFormation } from '../../../src/services/cloudformation/cloudformation';
import type { DeployedStack } from '../../../src/core/templates/deploy';
import { Endpoint } from '../../../src/testing/endpoint';

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

describe('CloudFormation', () => {
  let endpoint: Endpoint;
  let client: CloudFormationClient;

  beforeAll(async () => {
    endpoint = await Endpoint.open();
    endpoint.add(new CloudFormation(() => [INGEST, LIVE]));
    client = new CloudFormationClient(endpoint.clientConfig());
  });

  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });

  it('describes every stack with its outputs', async () => {
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

  it('describes one stack by its name or id', async () => {
    for (const StackName of [LIVE.name, LIVE.id]) {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
      expect(Stacks?.map((stack) => stack.StackName)).toEqual([LIVE.name]);
    }
  });

  it('describes all resources of a stack, including unsupported types', async () => {
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: INGEST.name }));
    expect(StackResources).toEqual([
      expect.objectContaining({ LogicalResourceId: 'Stream', PhysicalResourceId: 'shop-dev-clicks' }),
      expect.objectContaining({ LogicalResourceId: 'Key', ResourceType: 'AWS::KMS::Key' }),
    ]);
  });

  it('lists the resources of a stack', async () => {
    const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName: INGEST.name }));
    expect(StackResourceSummaries).toEqual([
      expect.objectContaining({ PhysicalResourceId: 'shop-dev-clicks', ResourceStatus: 'CREATE_COMPLETE' }),
      expect.objectContaining({ LogicalResourceId: 'Key', ResourceType: 'AWS::KMS::Key' }),
    ]);
  });

  it('lists stacks by status', async () => {
    const list = async (StackStatusFilter?: StackStatus[]) => {
      const { StackSummaries = [] } = await client.send(new ListStacksCommand({ StackStatusFilter }));
      return StackSummaries.map(({ StackName }) => StackName);
    };
    expect(await list()).toHaveLength(2);
    expect(await list(['CREATE_COMPLETE'])).toHaveLength(2);
    expect(await list(['DELETE_COMPLETE'])).toEqual([]);
  });

  it('rejects an unknown stack', async () => {
    const unknown = client.send(new DescribeStacksCommand({ StackName: 'shop-dev-none' }));
    await expect(unknown).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id shop-dev-none does not exist',
    });
  });
});

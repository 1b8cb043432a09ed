import { DescribeAvailabilityZonesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2 } from '../../../src/services/ec2';
import { Endpoint } from '../../../src/testing';

let endpoint: Endpoint;
let client: EC2Client;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  client = new EC2Client(endpoint.clientConfig());
  endpoint.run(ec2);
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('EC2', () => {
  it('describes the zones of the region with their ids', async () => {
    const { AvailabilityZones = [] } = await client.send(new DescribeAvailabilityZonesCommand({}));
    expect(AvailabilityZones.map(({ ZoneName, ZoneId, State }) => [ZoneName, ZoneId, State]).slice(0, 3)).toEqual([
      ['us-east-1a', 'use1-az1', 'available'],
      ['us-east-1b', 'use1-az2', 'available'],
      ['us-east-1c', 'use1-az4', 'available'],
    ]);
  });

  it('rejects other actions', async () => {
    const vpcs = client.send(new DescribeVpcsCommand({}));
    await expect(vpcs).rejects.toThrow('The embedded ec2 does not support the operation DescribeVpcs;');
  });
});

import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Sts } from '../../../local/services/sts';
import { Endpoint } from '../../support/endpoint';

let endpoint: Endpoint;
let client: STSClient;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  client = new STSClient(endpoint.clientConfig());
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

test('whoever asks who they are is the root of the embedded account', async () => {
  endpoint.add(new Sts(endpoint.surroundings));
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
  expect([Account, Arn]).toEqual(['000000000000', 'arn:aws:iam::000000000000:root']);
});

test('an action that is not run is refused by name', async () => {
  endpoint.add(new Sts(endpoint.surroundings));
  await expect(client.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: 'The embedded STS does not run "GetSessionToken".',
  });
});

test('a service that is not run is refused by name in the language that its client speaks', async () => {
  await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'UnknownService',
    message: 'The embedded cloud does not run sts.',
  });
});

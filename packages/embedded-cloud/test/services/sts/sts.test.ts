import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Sts } from '../../../src/services/sts/sts';
import { Endpoint } from '../../../src/testing/endpoint';

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

describe('STS', () => {
  it('returns the identity of the embedded account', async () => {
    endpoint.add(new Sts(endpoint.surroundings));
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/embedded',
    });
  });

  it('answers a presigned URL, which clients pass on to prove who they are', async () => {
    endpoint.add(new Sts(endpoint.surroundings));
    const query =
      'Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=any/20261130/us-east-1/sts/aws4_request';
    const answer = await fetch(`${endpoint.surroundings.endpoint}/?${query}`);
    expect(await answer.text()).toContain('<Account>000000000000</Account>');
  });

  it('rejects other actions', async () => {
    endpoint.add(new Sts(endpoint.surroundings));
    const token = client.send(new GetSessionTokenCommand({}));
    await expect(token).rejects.toThrow('The embedded sts does not support the operation GetSessionToken;');
  });

  it('reports that it is unknown when the embedded cloud does not run it', async () => {
    const identity = client.send(new GetCallerIdentityCommand({}));
    await expect(identity).rejects.toMatchObject({
      name: 'UnknownService',
      message: expect.stringMatching(/^The embedded cloud does not \w+ sts\.$/) as string,
    });
  });
});

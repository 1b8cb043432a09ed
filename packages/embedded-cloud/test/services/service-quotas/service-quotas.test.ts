import { GetServiceQuotaCommand, ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { serviceQuotas } from '../../../src/services/service-quotas';
import { Endpoint } from '../../../src/testing';

let endpoint: Endpoint;
let client: ServiceQuotasClient;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  client = new ServiceQuotasClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('Service Quotas', () => {
  it('lists the quotas of one service of a new account', async () => {
    endpoint.run(serviceQuotas);
    const { Quotas = [] } = await client.send(new ListServiceQuotasCommand({ ServiceCode: 'apigateway' }));
    expect(Quotas.map(({ QuotaCode, Value }) => [QuotaCode, Value])).toEqual([
      ['L-8A5B8E43', 10_000],
      ['L-CDF5615A', 5_000],
    ]);
  });

  it('returns a quota with the value that was granted', async () => {
    endpoint
      .run(serviceQuotas)
      .set({ serviceCode: 'lambda', code: 'L-B99A9384', name: 'Concurrent executions', value: 10 });
    const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' }));
    expect(Quota).toMatchObject({
      Value: 10,
      QuotaArn: 'arn:aws:servicequotas:us-east-1:000000000000:lambda/L-B99A9384',
    });
  });

  it('rejects a quota of another service', async () => {
    endpoint.run(serviceQuotas);
    const quota = client.send(new GetServiceQuotaCommand({ ServiceCode: 'kinesis', QuotaCode: 'L-B99A9384' }));
    await expect(quota).rejects.toMatchObject({ name: 'NoSuchResourceException' });
  });
});

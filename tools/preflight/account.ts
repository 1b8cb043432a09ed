import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeLimitsCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { GetAccountSettingsCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { BOOTSTRAP_PARAMETER } from '../deploy/deploy-target';
import { unlessMissing } from './missing';
import type { ConcurrencyLimit } from './lambda-limits';
import type { OnDemandStreams, Quota } from './quotas';
import type { Zone } from './zones';

/** Options that are absent come from the environment and the shared AWS configuration. */
export type AccountOptions = Pick<
  SSMClientConfig,
  'region' | 'profile' | 'credentials' | 'endpoint' | 'maxAttempts' | 'requestHandler'
>;

/** Reads the quotas and settings of an account in one region. */
export class Account {
  constructor(private readonly options: AccountOptions) {}

  /** The applied quotas of a service. */
  async quotas(serviceCode: string): Promise<readonly Quota[]> {
    const client = new ServiceQuotasClient(this.options);
    const quotas: Quota[] = [];
    for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode: serviceCode })) {
      for (const { QuotaCode: code = '', QuotaName: name = '', Value: value } of Quotas) {
        if (value !== undefined) quotas.push({ code, name, value });
      }
    }
    return quotas;
  }

  /** Lambda's limit, and what is left of it for the given functions, which may have reservations already. */
  async concurrency(functionNames: readonly string[]): Promise<ConcurrencyLimit> {
    const lambda = new LambdaClient(this.options);
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    const reserved = await Promise.all(
      functionNames.map(async (FunctionName) => {
        const found = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName })));
        return found?.Concurrency?.ReservedConcurrentExecutions ?? 0;
      }),
    );
    const { ConcurrentExecutions: total = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit ?? {};
    return { total, available: reserved.reduce((sum, one) => sum + one, unreserved) };
  }

  /** The memory of a deployed function, MB; 0 if it is not deployed. */
  async memoryOf(FunctionName: string): Promise<number> {
    const found = await unlessMissing(new LambdaClient(this.options).send(new GetFunctionCommand({ FunctionName })));
    return found?.Configuration?.MemorySize ?? 0;
  }

  async onDemandStreams(): Promise<OnDemandStreams> {
    const limits = await new KinesisClient(this.options).send(new DescribeLimitsCommand({}));
    return { count: limits.OnDemandStreamCount ?? 0, limit: limits.OnDemandStreamCountLimit ?? 0 };
  }

  async zones(): Promise<readonly Zone[]> {
    const { AvailabilityZones = [] } = await new EC2Client(this.options).send(new DescribeAvailabilityZonesCommand({}));
    return AvailabilityZones.map(({ ZoneId = '', State }) => ({ id: ZoneId, isAvailable: State === 'available' }));
  }

  /** The version of the bootstrap stack; 0 if there is none. */
  async bootstrapVersion(): Promise<number> {
    const ssm = new SSMClient(this.options);
    const found = await unlessMissing(ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER })));
    return Number(found?.Parameter?.Value ?? 0);
  }

  /** Whether SES may send mail from an address or domain. */
  async isVerified(identity: string): Promise<boolean> {
    const ses = new SESv2Client(this.options);
    const found = await unlessMissing(ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity })));
    return found?.VerifiedForSendingStatus ?? false;
  }
}

import { Fields } from '../../core/fields';
import {
  type JsonObject,
  type Operation,
  type Permissions,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { DEFAULT_QUOTAS, type Quota } from './default-quotas';
import { serviceQuotasInputs } from './inputs';
import { serviceQuotasPermissions } from './permissions';

/** Service Quotas with the quotas of a new account. The other services do not enforce them. */
export class ServiceQuotas implements Service {
  readonly name = 'servicequotas';
  readonly provisions = {};
  readonly inputs = serviceQuotasInputs;
  readonly permissions: Permissions;
  readonly operations: Readonly<Record<string, Operation>> = {
    ListServiceQuotas: (input) => this.list(new Fields(input)),
    GetServiceQuota: (input) => this.get(new Fields(input)),
  };
  private readonly quotas = new Map(DEFAULT_QUOTAS.map((quota) => [quota.code, quota]));

  constructor(private readonly surroundings: Surroundings) {
    this.permissions = serviceQuotasPermissions(surroundings);
  }

  /** Adds a quota or changes its value, as AWS does when it grants a request. */
  set(quota: Quota): void {
    this.quotas.set(quota.code, quota);
  }

  private list(input: Fields): JsonObject {
    const service = input.string('ServiceCode');
    return { Quotas: [...this.quotas.values()].filter((quota) => quota.serviceCode === service).map(this.view) };
  }

  private get(input: Fields): JsonObject {
    const quota = this.quotas.get(input.string('QuotaCode'));
    if (quota?.serviceCode !== input.string('ServiceCode')) {
      throw new ServiceError(
        'NoSuchResourceException',
        'The request failed because the specified quota does not exist.',
      );
    }
    return { Quota: this.view(quota) };
  }

  private readonly view = ({ serviceCode, code, name, value }: Quota): JsonObject => ({
    ServiceCode: serviceCode,
    QuotaArn: `arn:aws:servicequotas:${this.surroundings.region}:${this.surroundings.accountId}:${serviceCode}/${code}`,
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Adjustable: true,
  });
}

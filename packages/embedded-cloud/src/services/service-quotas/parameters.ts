import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const serviceQuotasParameters: Parameters = {
  GetServiceQuota: 'ServiceCode QuotaCode',
  ListServiceQuotas: 'ServiceCode QuotaAppliedAtLevel=ACCOUNT',
};

import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const serviceQuotasInputs = declareInputs({
  reads: {
    GetServiceQuota: 'ServiceCode QuotaCode',
    ListServiceQuotas: 'ServiceCode QuotaAppliedAtLevel=ACCOUNT|ALL',
  },
  withoutEffect: {
    'The answer is always one page.': { ListServiceQuotas: 'MaxResults' },
  },
});

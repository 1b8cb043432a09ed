import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/**
 * What calls of Service Quotas need. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html
 */
export const serviceQuotasPermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => ({
  ListServiceQuotas: () => [{ action: 'servicequotas:ListServiceQuotas', resource: '*' }],
  GetServiceQuota: (input) => {
    const fields = new Fields(input);
    const quota = `${fields.string('ServiceCode')}/${fields.string('QuotaCode')}`;
    const resource = `arn:aws:servicequotas:${region}:${accountId}:${quota}`;
    return [{ action: 'servicequotas:GetServiceQuota', resource }];
  },
});

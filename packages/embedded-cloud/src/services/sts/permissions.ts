import type { Permissions } from '../../core/service';

/** GetCallerIdentity needs no permission. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const stsPermissions: Permissions = { GetCallerIdentity: () => [] };

import type { Access } from '../../core/iam';

/** GetCallerIdentity needs no permission. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const stsPermissions = (): readonly Access[] => [];

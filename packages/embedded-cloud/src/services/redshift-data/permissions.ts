import type { Access, RequestContext } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { OperationPermissions } from '../../core/service';

/** What the permissions depend on. */
export interface RedshiftResources {
  /** The ARN of a workgroup. */
  readonly workgroupArn: (name: string) => string;
  /** The user id of the caller that submitted a statement; undefined for the administrator. */
  readonly ownerOf: (statementId: string) => string | undefined;
  /** The ARN of a secret that a request names. */
  readonly secretArn: (secret: string) => string;
}

/**
 * What calls of the Redshift Data API need. Without a secret, it gets temporary credentials in the name of the caller.
 * Source: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-iam.html
 */
export const redshiftDataPermissions = ({
  workgroupArn,
  ownerOf,
  secretArn,
}: RedshiftResources): Readonly<Record<string, OperationPermissions>> => {
  const withCredentials =
    (action: string): OperationPermissions =>
    (input) => {
      const fields = new Fields(input);
      const resource = workgroupArn(fields.string('WorkgroupName'));
      const secret = fields.optionalString('SecretArn');
      const credentials: Access =
        secret === undefined
          ? { action: 'redshift-serverless:GetCredentials', resource }
          : { action: 'secretsmanager:GetSecretValue', resource: secretArn(secret) };
      return [{ action: `redshift-data:${action}`, resource }, credentials];
    };
  const onOwnStatement =
    (action: string): OperationPermissions =>
    (input) => {
      const owner = ownerOf(new Fields(input).string('Id'));
      const context: RequestContext = owner === undefined ? {} : { 'redshift-data:statement-owner-iam-userid': owner };
      return [{ action: `redshift-data:${action}`, resource: '*', context }];
    };
  return {
    ExecuteStatement: withCredentials('ExecuteStatement'),
    BatchExecuteStatement: withCredentials('BatchExecuteStatement'),
    ListTables: withCredentials('ListTables'),
    DescribeStatement: onOwnStatement('DescribeStatement'),
    GetStatementResult: onOwnStatement('GetStatementResult'),
    CancelStatement: onOwnStatement('CancelStatement'),
    ListStatements: () => [{ action: 'redshift-data:ListStatements', resource: '*' }],
  };
};

import type { Access } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';
import { groupNameOf } from './log-groups';

const ON_GROUP = [
  ...['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy'],
  ...['DescribeLogStreams', 'CreateLogStream', 'FilterLogEvents'],
];
const ON_STREAM = ['DeleteLogStream', 'PutLogEvents', 'GetLogEvents'];
const ON_NOTHING = ['GetQueryResults', 'StopQuery', 'DescribeQueries'];

/**
 * What calls of CloudWatch Logs need. The ARN of a group ends with an empty stream, as in AWS's own denials. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export const logsPermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => {
  const on = (operation: string, group: string, stream = ''): Access => ({
    action: `logs:${operation}`,
    resource: `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`,
  });
  const groupIn = (fields: Fields): string =>
    groupNameOf(fields.optionalString('logGroupIdentifier') ?? fields.string('logGroupName'));
  const entries: [string, OperationPermissions][] = [
    ...ON_GROUP.map((name): [string, OperationPermissions] => [
      name,
      (input) => [on(name, groupIn(new Fields(input)))],
    ]),
    ...ON_STREAM.map((name): [string, OperationPermissions] => [
      name,
      (input) => [on(name, groupIn(new Fields(input)), new Fields(input).string('logStreamName'))],
    ]),
    ...ON_NOTHING.map((name): [string, OperationPermissions] => [
      name,
      () => [{ action: `logs:${name}`, resource: '*' }],
    ]),
    ['DescribeLogGroups', () => [on('DescribeLogGroups', '')]],
    ['StartQuery', (input) => groupsOfQuery(new Fields(input)).map((group) => on('StartQuery', group))],
  ];
  return Object.fromEntries(entries);
};

/** The names of the groups that a query reads. */
export const groupsOfQuery = (input: Fields): readonly string[] => [
  ...[input.optionalString('logGroupName')].filter((name) => name !== undefined),
  ...input.strings('logGroupNames'),
  ...input.strings('logGroupIdentifiers').map(groupNameOf),
];

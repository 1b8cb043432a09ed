import { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError, type Surroundings } from '../../core/service';
import { invalidParameter } from './errors';
import type { LogGroup } from './log-group';
import { groupNameOf, type LogGroups } from './log-groups';
import { page } from './page';

/** The retentions that CloudWatch Logs accepts, in days. Source: the API reference of PutRetentionPolicy. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The most groups or streams of a page. */
export const MAX_DESCRIBED = 50;

/** The calls that create, describe, change and delete log groups. */
export const groupCalls = (groups: LogGroups, surroundings: Surroundings): Readonly<Record<string, Operation>> => {
  const arnOf = (name: string) => `arn:aws:logs:${surroundings.region}:${surroundings.accountId}:log-group:${name}`;
  const call =
    (run: (input: Fields) => JsonObject | Promise<JsonObject>): Operation =>
    (input) =>
      run(new Fields(input, 'InvalidParameterException'));
  return {
    DescribeLogGroups: call((input) => {
      const { items, next } = page(selected(groups, input), ({ name }) => name, input, MAX_DESCRIBED);
      return { logGroups: items.map((group) => describeGroup(group, arnOf(group.name))), ...next };
    }),
    CreateLogGroup: call((input) => {
      const name = validName(input.string('logGroupName'), /^[\w\-/.#]{1,512}$/);
      if (groups.find(name)) throw alreadyExists('log group');
      if (input.has('logGroupClass') && input.string('logGroupClass') !== 'STANDARD') {
        throw invalidParameter('The embedded CloudWatch Logs supports only the log group class STANDARD.');
      }
      groups.create(name).change({ kmsKeyId: input.optionalString('kmsKeyId') });
      return {};
    }),
    DeleteLogGroup: call((input) => {
      groups.delete(input.string('logGroupName'));
      return {};
    }),
    PutRetentionPolicy: call((input) => {
      const retentionDays = input.number('retentionInDays');
      if (!RETENTIONS.includes(retentionDays)) {
        throw invalidParameter(`retentionInDays is ${retentionDays}, not one of ${RETENTIONS.join(', ')}.`);
      }
      groups.of(input).change({ retentionDays });
      return {};
    }),
    DeleteRetentionPolicy: call((input) => {
      groups.of(input).change({ retentionDays: undefined });
      return {};
    }),
  };
};

const selected = (groups: LogGroups, input: Fields): readonly LogGroup[] => {
  const prefix = input.optionalString('logGroupNamePrefix') ?? '';
  const pattern = input.optionalString('logGroupNamePattern')?.toLowerCase() ?? '';
  const named = input.strings('logGroupIdentifiers').map(groupNameOf);
  return groups.all.filter(
    ({ name }) =>
      name.startsWith(prefix) && name.toLowerCase().includes(pattern) && (named.length === 0 || named.includes(name)),
  );
};

const describeGroup = ({ name, settings, storedBytes }: LogGroup, arn: string): JsonObject => ({
  logGroupName: name,
  creationTime: settings.createdAt,
  ...(settings.retentionDays !== undefined && { retentionInDays: settings.retentionDays }),
  ...(settings.kmsKeyId !== undefined && { kmsKeyId: settings.kmsKeyId }),
  metricFilterCount: 0,
  arn: `${arn}:*`,
  logGroupArn: arn,
  logGroupClass: 'STANDARD',
  storedBytes,
});

/** Throws for a name with other characters. */
export const validName = (name: string, allowed: RegExp): string => {
  if (!allowed.test(name)) throw invalidParameter(`"${name}" is not a valid name.`);
  return name;
};

/** The error for a group or a stream that exists. */
export const alreadyExists = (what: string): ServiceError =>
  new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`);

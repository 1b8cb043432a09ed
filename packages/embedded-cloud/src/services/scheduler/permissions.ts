import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/** What calls of Scheduler need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerPermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => ({
  GetSchedule: (input) => {
    const fields = new Fields(input);
    const schedule = `${fields.optionalString('GroupName') ?? 'default'}/${fields.string('Name')}`;
    return [
      { action: 'scheduler:GetSchedule', resource: `arn:aws:scheduler:${region}:${accountId}:schedule/${schedule}` },
    ];
  },
  ListSchedules: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
});

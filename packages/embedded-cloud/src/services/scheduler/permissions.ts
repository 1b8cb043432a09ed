import type { Access } from '../../core/iam';
import type { HttpRequest, Surroundings } from '../../core/service';

/** What calls of Scheduler need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerPermissions =
  ({ region, accountId }: Surroundings) =>
  ({ path, query }: Pick<HttpRequest, 'path' | 'query'>): readonly Access[] => {
    const [, name] = /^\/schedules\/([\w.-]+)/.exec(path) ?? [];
    if (name === undefined) return [{ action: 'scheduler:ListSchedules', resource: '*' }];
    const group = query.get('groupName') ?? 'default';
    const resource = `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
    return [{ action: 'scheduler:GetSchedule', resource }];
  };

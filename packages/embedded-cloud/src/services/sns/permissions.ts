import type { Access } from '../../core/iam';
import type { HttpRequest } from '../../core/service';

/** What calls of SNS need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsPermissions = ({ body }: Pick<HttpRequest, 'body'>): readonly Access[] => {
  const form = new URLSearchParams(body.toString('utf8'));
  const action = form.get('Action') ?? '';
  return [{ action: `sns:${action}`, resource: form.get('TargetArn') ?? form.get('TopicArn') ?? '*' }];
};

import { Fields } from '../../core/fields';
import type { OperationPermissions, Permissions } from '../../core/service';

const onTopic =
  (action: string): OperationPermissions =>
  (input) => {
    const fields = new Fields(input);
    const topic = fields.optionalString('TargetArn') ?? fields.optionalString('TopicArn');
    return [{ action: `sns:${action}`, resource: topic ?? '*' }];
  };

/** What calls of SNS need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsPermissions: Permissions = {
  Publish: onTopic('Publish'),
  ListTopics: onTopic('ListTopics'),
  ListSubscriptionsByTopic: onTopic('ListSubscriptionsByTopic'),
  GetTopicAttributes: onTopic('GetTopicAttributes'),
};

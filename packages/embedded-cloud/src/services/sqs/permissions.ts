import type { Access } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/** What calls of SQS need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsPermissions = ({ region, accountId }: Surroundings): Readonly<Record<string, OperationPermissions>> => {
  const arnOf = (name: string): string => `arn:aws:sqs:${region}:${accountId}:${name}`;
  const onQueue =
    (action: string): OperationPermissions =>
    (input) => [
      { action: `sqs:${action}`, resource: arnOf(new Fields(input).string('QueueUrl').replace(/^.*\//, '')) },
    ];
  return {
    SendMessage: onQueue('SendMessage'),
    SendMessageBatch: onQueue('SendMessage'),
    ReceiveMessage: onQueue('ReceiveMessage'),
    DeleteMessage: onQueue('DeleteMessage'),
    DeleteMessageBatch: onQueue('DeleteMessage'),
    ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
    ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
    GetQueueAttributes: onQueue('GetQueueAttributes'),
    SetQueueAttributes: onQueue('SetQueueAttributes'),
    PurgeQueue: onQueue('PurgeQueue'),
    GetQueueUrl: (input) => [{ action: 'sqs:GetQueueUrl', resource: arnOf(new Fields(input).string('QueueName')) }],
    ListQueues: () => [{ action: 'sqs:ListQueues', resource: '*' }],
    StartMessageMoveTask: moveTask,
  };
};

/** Messages that return to their own source queue need no permission to send. */
const moveTask: OperationPermissions = (input) => {
  const fields = new Fields(input);
  const source = fields.string('SourceArn');
  const destination = fields.optionalString('DestinationArn');
  const onSource: readonly Access[] = [
    ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  ].map((action) => ({ action: `sqs:${action}`, resource: source }));
  return destination === undefined ? onSource : [...onSource, { action: 'sqs:SendMessage', resource: destination }];
};

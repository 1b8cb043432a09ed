import { Fields } from '../../core/fields';
import { type AccessControl, compilePolicy } from '../../core/iam';
import type { DeclaredResource, JsonObject, Provision, ProvisionedResource, Surroundings } from '../../core/service';

/** Creates the policies of buckets, queues, topics, secrets and functions. */
export const resourcePolicies = (
  { region, accountId }: Surroundings,
  access: AccessControl,
): Readonly<Record<string, Provision>> => {
  const provision =
    (documentName: string, arnsOf: (fields: Fields) => readonly string[]): Provision =>
    ({ logicalId, properties, stack }: DeclaredResource): ProvisionedResource => {
      const fields = new Fields(properties);
      const statements = compilePolicy(`${stack}/${logicalId}`, fields.all[documentName], 'resource');
      for (const arn of arnsOf(fields)) access.attach(arn, statements);
      return { ref: logicalId, attributes: { Id: logicalId } };
    };
  const queueArn = (url: string): string => `arn:aws:sqs:${region}:${accountId}:${url.replace(/^.*\//, '')}`;
  return {
    'AWS::S3::BucketPolicy': provision('PolicyDocument', (fields) => [`arn:aws:s3:::${fields.string('Bucket')}`]),
    'AWS::SQS::QueuePolicy': provision('PolicyDocument', (fields) => fields.strings('Queues').map(queueArn)),
    'AWS::SNS::TopicPolicy': provision('PolicyDocument', (fields) => fields.strings('Topics')),
    'AWS::SecretsManager::ResourcePolicy': provision('ResourcePolicy', (fields) => [fields.string('SecretId')]),
    'AWS::Lambda::Permission': ({ logicalId, properties, stack }) => {
      const fields = new Fields(properties);
      const name = fields.string('FunctionName');
      const functionArn = name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`;
      access.attach(functionArn, compilePolicy(`${stack}/${logicalId}`, toFunctionPolicy(fields), 'resource'));
      return { ref: logicalId, attributes: { Id: logicalId } };
    },
  };
};

/** The policy that Lambda makes of a permission. */
const toFunctionPolicy = (permission: Fields): JsonObject => {
  const principal = permission.string('Principal');
  const sourceArn = permission.optionalString('SourceArn');
  const sourceAccount = permission.optionalString('SourceAccount');
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: permission.string('Action'),
        Principal: principal === '*' ? '*' : { [principal.endsWith('.amazonaws.com') ? 'Service' : 'AWS']: principal },
        Condition: {
          ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
          ...(sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
        },
      },
    ],
  };
};

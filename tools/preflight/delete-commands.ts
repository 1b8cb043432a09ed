import type { NamedResource, StoreType } from './named-resources';

/** The AWS CLI's commands that delete a resource of a type. NAME and DATABASE are placeholders. */
export const DELETE_WITH: Readonly<Record<StoreType, string>> = {
  'AWS::DynamoDB::GlobalTable':
    'aws dynamodb update-table --no-deletion-protection-enabled --table-name NAME; aws dynamodb delete-table --table-name NAME',
  'AWS::Glue::Database': 'aws glue delete-database --name NAME',
  'AWS::Glue::Table': 'aws glue delete-table --database-name DATABASE --name NAME',
  'AWS::Kinesis::Stream': 'aws kinesis delete-stream --stream-name NAME',
  'AWS::Logs::LogGroup': 'aws logs delete-log-group --log-group-name NAME',
  'AWS::RedshiftServerless::Namespace': 'aws redshift-serverless delete-namespace --namespace-name NAME',
  'AWS::SQS::Queue': 'aws sqs delete-queue --queue-url "$(aws sqs get-queue-url --queue-name NAME --output text)"',
};

/** The command that deletes one resource. */
export const deleteCommand = ({ type, name, database = '' }: NamedResource): string =>
  DELETE_WITH[type].replaceAll('NAME', name).replace('DATABASE', database);

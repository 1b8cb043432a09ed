import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetDatabaseCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { GetNamespaceCommand, RedshiftServerlessClient } from '@aws-sdk/client-redshift-serverless';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AccountOptions } from './account';
import { unlessMissing } from './missing';
import type { NamedResource, StoreType } from './named-resources';

/** A resource of a deployed stack. */
export interface OwnedResource {
  readonly type: string;
  /** The physical id. */
  readonly id: string;
}

/** The states of a resource that a stack no longer owns: it was deleted, or removed from the stack and retained. */
const NOT_OWNED: readonly (string | undefined)[] = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];

/** Finds out what exists in an account: deployed stacks, and resources by name. */
export class Existing {
  private readonly dynamodb: DynamoDBClient;
  private readonly glue: GlueClient;
  private readonly kinesis: KinesisClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly redshift: RedshiftServerlessClient;
  private readonly sqs: SQSClient;

  constructor(private readonly options: AccountOptions) {
    this.dynamodb = new DynamoDBClient(options);
    this.glue = new GlueClient(options);
    this.kinesis = new KinesisClient(options);
    this.logs = new CloudWatchLogsClient(options);
    this.redshift = new RedshiftServerlessClient(options);
    this.sqs = new SQSClient(options);
  }

  /** Whether a resource exists. */
  exists(resource: NamedResource): Promise<boolean> {
    return this.probes[resource.type](resource);
  }

  /** The resources of a stack; none if it is not deployed. */
  async resourcesOf(stackName: string): Promise<readonly OwnedResource[]> {
    const client = new CloudFormationClient(this.options);
    const owned: OwnedResource[] = [];
    try {
      for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
        for (const {
          PhysicalResourceId: id,
          ResourceType: type = '',
          ResourceStatus: status,
        } of page.StackResourceSummaries ?? []) {
          if (id !== undefined && !NOT_OWNED.includes(status)) owned.push({ type, id });
        }
      }
    } catch (error) {
      // CloudFormation has no error of its own for a stack that does not exist.
      if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    }
    return owned;
  }

  /** When a secret was deleted, if its recovery window has not ended. */
  async secretDeletedAt(name: string): Promise<Date | undefined> {
    const client = new SecretsManagerClient(this.options);
    const found = await unlessMissing(client.send(new DescribeSecretCommand({ SecretId: name })));
    return found?.DeletedDate;
  }

  private readonly probes: Readonly<Record<StoreType, (resource: NamedResource) => Promise<boolean>>> = {
    'AWS::DynamoDB::GlobalTable': ({ name }) =>
      found(this.dynamodb.send(new DescribeTableCommand({ TableName: name }))),
    'AWS::Glue::Database': ({ name }) => found(this.glue.send(new GetDatabaseCommand({ Name: name }))),
    'AWS::Glue::Table': ({ name, database }) =>
      found(this.glue.send(new GetTableCommand({ DatabaseName: database, Name: name }))),
    'AWS::Kinesis::Stream': ({ name }) =>
      found(this.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }))),
    'AWS::Logs::LogGroup': async ({ name }) => {
      const { logGroups = [] } = await this.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      return logGroups.some(({ logGroupName }) => logGroupName === name);
    },
    'AWS::RedshiftServerless::Namespace': ({ name }) =>
      found(this.redshift.send(new GetNamespaceCommand({ namespaceName: name }))),
    'AWS::SQS::Queue': ({ name }) => found(this.sqs.send(new GetQueueUrlCommand({ QueueName: name }))),
  };
}

const found = async (call: Promise<unknown>): Promise<boolean> => (await unlessMissing(call)) !== undefined;

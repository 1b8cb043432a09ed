import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { until } from './until';

/** A DynamoDB in this process, for adapters whose expressions only a DynamoDB can evaluate. */
export class DynamoDb {
  readonly client: DynamoDBClient;

  private constructor(
    private readonly server: ReturnType<typeof dynalite>,
    private readonly folder: string,
    port: number,
  ) {
    this.client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
  }

  static async open(): Promise<DynamoDb> {
    const folder = mkdtempSync(join(tmpdir(), 'playhead-dynamodb-'));
    const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new DynamoDb(server, folder, (server.address() as AddressInfo).port);
  }

  /** Creates a table with a partition key and, optionally, a sort key; it can be used at once. */
  async createTable(TableName: string, partition: AttributeDefinition, sort?: AttributeDefinition): Promise<void> {
    await this.client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [partition, ...(sort ? [sort] : [])],
        KeySchema: [
          { AttributeName: partition.AttributeName, KeyType: 'HASH' },
          ...(sort ? [{ AttributeName: sort.AttributeName, KeyType: 'RANGE' as const }] : []),
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const describe = new DescribeTableCommand({ TableName });
    await until(async () => (await this.client.send(describe)).Table?.TableStatus === 'ACTIVE');
  }

  /** Deletes every item; the tables of tests have only one page. */
  async emptyTable(TableName: string): Promise<void> {
    const { Table } = await this.client.send(new DescribeTableCommand({ TableName }));
    const names = new Set(Table?.KeySchema?.map(({ AttributeName }) => AttributeName));
    const { Items = [] } = await this.client.send(new ScanCommand({ TableName }));
    for (const item of Items) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
      await this.client.send(new DeleteItemCommand({ TableName, Key }));
    }
  }

  async close(): Promise<void> {
    this.client.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

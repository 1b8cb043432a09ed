import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Cloud } from '../src';
import { synthesizeForeignApp } from './fixtures/foreign-app/app';
import { until } from './support/until';

describe('the embedded cloud', () => {
  it('runs a CDK app of another project', async () => {
    const assemblyDir = synthesizeForeignApp();
    const cloud = await Cloud.start({ assemblyDir, stateDir: join(assemblyDir, 'state') });
    const { endpoint, region } = cloud.surroundings;
    const config = { endpoint, region, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
    const refOf = (type: string) => cloud.deployment.running.find((resource) => resource.type === type)?.ref;
    const scan = new ScanCommand({ TableName: refOf('AWS::DynamoDB::Table') });
    const items = async () => (await new DynamoDBClient(config).send(scan)).Items ?? [];

    const response = await fetch(`${endpoint}/orders`, { method: 'POST', body: JSON.stringify({ item: 'tea' }) });
    const { id } = (await response.json()) as { id: string };
    await until(async () => (await items()).length === 2); // the order and the item that the schedule writes
    expect(await items()).toContainEqual({ id: { S: id }, item: { S: 'tea' } });
    expect(await items()).toContainEqual({ id: { S: 'runs' }, runs: { N: '1' } });
    const receipts = await new S3Client(config).send(new ListObjectsV2Command({ Bucket: refOf('AWS::S3::Bucket') }));
    expect(receipts.Contents?.map(({ Key }) => Key)).toEqual([`${id}.json`]);

    await cloud.stop();
    rmSync(assemblyDir, { recursive: true });
  });
});

import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { athena } from '../../src/services/athena';
import { glue } from '../../src/services/glue';
import { RedshiftData } from '../../src/services/redshift-data/redshift-data';
import { s3 } from '../../src/services/s3';
import { S3 } from '../../src/services/s3/s3';
import { type Endpoint, provision } from '../../src/testing/endpoint';
import { until } from '../support/until';
import { ACCEPTED, answerOf, type LimitCase, textOf } from './limit-case';

/** A query of this many bytes. */
const queryOf = (bytes: number): string => {
  const query = 'SELECT 1 /* */';
  return query.replace(' */', `${textOf(bytes - query.length)} */`);
};

const withAthena = async (endpoint: Endpoint, use: (client: AthenaClient) => Promise<string>): Promise<string> => {
  await provision(endpoint.run(s3), 'AWS::S3::Bucket', { BucketName: 'results' });
  endpoint.run(glue);
  const ResultConfiguration = { OutputLocation: 's3://results/' };
  await provision(endpoint.run(athena), 'AWS::Athena::WorkGroup', {
    Name: 'analysts',
    WorkGroupConfiguration: { ResultConfiguration },
  });
  const client = new AthenaClient(endpoint.clientConfig());
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
};

const start = (client: AthenaClient, QueryString: string) =>
  client.send(new StartQueryExecutionCommand({ QueryString, WorkGroup: 'analysts' }));

const readPage = async (client: AthenaClient, MaxResults: number): Promise<string> => {
  const { QueryExecutionId } = await start(client, 'SELECT 1');
  await until(async () => {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    return QueryExecution?.Status?.State === 'SUCCEEDED';
  });
  return answerOf(client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults })));
};

export const athenaCases: readonly LimitCase[] = [
  {
    ...{ limit: 'queryBytes', answer: 'InvalidRequestException' },
    send: (endpoint, value) => withAthena(endpoint, (client) => answerOf(start(client, queryOf(value)))),
  },
  {
    ...{ limit: 'resultPageRows', answer: 'InvalidRequestException' },
    send: (endpoint, value) => withAthena(endpoint, (client) => readPage(client, value)),
  },
];

const READER = { WorkgroupName: 'wg', Database: 'db' };

interface Warehouse {
  readonly client: RedshiftDataClient;
  /** Added to the time of the service, ms. */
  aheadMs: number;
}

const withRedshift = async (endpoint: Endpoint, use: (warehouse: Warehouse) => Promise<string>): Promise<string> => {
  const { surroundings, faults, access } = endpoint;
  const warehouse = { client: new RedshiftDataClient(endpoint.clientConfig()), aheadMs: 0 };
  const startedAt = Date.now();
  const now = (): number => startedAt + warehouse.aheadMs;
  const objects = new S3(surroundings, faults);
  const service = endpoint.add(new RedshiftData({ surroundings, faults, access, objects, now }));
  const namespace = { NamespaceName: 'ns', DbName: 'db', AdminUsername: 'boss' };
  await provision(service, 'AWS::RedshiftServerless::Namespace', namespace);
  const workgroup = { WorkgroupName: 'wg', NamespaceName: 'ns', BaseCapacity: 8 };
  await provision(service, 'AWS::RedshiftServerless::Workgroup', workgroup);
  try {
    return await use(warehouse);
  } finally {
    warehouse.client.destroy();
  }
};

const execute = ({ client }: Warehouse, Sql: string) => client.send(new ExecuteStatementCommand({ ...READER, Sql }));

/** Runs a statement to its end; the text before the colon of a failure counts as the name of an error. */
const run = async (warehouse: Warehouse, sql: string) => {
  const { Id } = await execute(warehouse, sql);
  let described = await warehouse.client.send(new DescribeStatementCommand({ Id }));
  await until(async () => {
    described = await warehouse.client.send(new DescribeStatementCommand({ Id }));
    return described.Status === 'FINISHED' || described.Status === 'FAILED';
  });
  const reason = described.Error?.replace('ERROR: ', '').split(/:| of /)[0] ?? '';
  return { id: Id, answer: described.Status === 'FINISHED' ? ACCEPTED : reason };
};

export const redshiftCases: readonly LimitCase[] = [
  {
    ...{ limit: 'statementBytes', answer: 'ValidationException' },
    send: (endpoint, value) => withRedshift(endpoint, (warehouse) => answerOf(execute(warehouse, queryOf(value)))),
  },
  {
    ...{ limit: 'resultRowBytes', answer: 'Packet for query is too large' },
    send: (endpoint, value) =>
      withRedshift(endpoint, async (warehouse) => {
        const { answer } = await run(warehouse, `SELECT repeat('x', ${value - 1_000}), repeat('x', 1000)`);
        return answer;
      }),
  },
  {
    ...{ limit: 'resultBytes', figure: 10_000, answer: 'Database response exceeded size limit' },
    send: (endpoint, value) =>
      withRedshift(endpoint, async (warehouse) => {
        const longest = `SELECT repeat('x', ${value - 9_000}) UNION ALL `;
        const { answer } = await run(warehouse, `${longest}SELECT repeat('x', 1000) FROM range(9)`);
        return answer;
      }),
  },
  {
    ...{ limit: 'resultAgeMs', answer: 'ResourceNotFoundException' },
    send: (endpoint, value) =>
      withRedshift(endpoint, async (warehouse) => {
        const { id } = await run(warehouse, 'SELECT 1');
        warehouse.aheadMs = value;
        return answerOf(warehouse.client.send(new GetStatementResultCommand({ Id: id })));
      }),
  },
];

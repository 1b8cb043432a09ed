import {
  BatchGetNamedQueryCommand,
  GetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetWorkGroupCommand,
  ListNamedQueriesCommand,
  ListWorkGroupsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { provision } from '../../../src/testing/endpoint';
import { ANALYSTS, DATABASE, NIGHTLY, openTables } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('the primary workgroup', () => {
  const ResultConfiguration = { OutputLocation: 's3://results/mine' };

  it('always exists, is listed, and enforces no configuration', async () => {
    const { WorkGroup } = await lake.athena.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }));
    expect(WorkGroup).toMatchObject({
      Name: 'primary',
      State: 'ENABLED',
      Configuration: {
        EnforceWorkGroupConfiguration: false,
        EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      },
    });
    const { WorkGroups } = await lake.athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.[0]).toMatchObject({ Name: 'primary', State: 'ENABLED' });
  });

  it('runs statements without a workgroup that have an output location', async () => {
    const start = new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ResultConfiguration });
    const { QueryExecutionId = '' } = await lake.athena.send(start);
    expect(await lake.end(QueryExecutionId)).toMatchObject({ state: 'SUCCEEDED', rows: [['1']] });
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    expect(QueryExecution).toMatchObject({
      WorkGroup: 'primary',
      ResultConfiguration: { OutputLocation: `s3://results/mine/${QueryExecutionId}.csv` },
    });
  });

  it('rejects statements without an output location in S3', async () => {
    await expect(lake.athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(/^No output location provided/) as string,
    });
    const notInS3 = { ResultConfiguration: { OutputLocation: 'results/mine' } };
    await expect(
      lake.athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ...notInS3 })),
    ).rejects.toThrow(/not a valid S3 path/);
  });
});

describe('a workgroup', () => {
  it('enforces its output location, even when the query has another one', async () => {
    const { id } = await lake.ask('SELECT 1', { ResultConfiguration: { OutputLocation: 's3://other/mine/' } });
    expect(lake.s3.files('results', `${ANALYSTS}/${id}`)).toHaveLength(1);
    expect(lake.s3.files('other', 'mine/')).toHaveLength(0);
  });

  it('is described and listed; an unknown workgroup and a cutoff below the minimum are rejected', async () => {
    const { WorkGroup } = await lake.athena.send(new GetWorkGroupCommand({ WorkGroup: 'frugal' }));
    expect(WorkGroup?.Configuration).toMatchObject({ BytesScannedCutoffPerQuery: 10_000_000 });
    const { WorkGroups } = await lake.athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.map(({ Name }) => Name)).toEqual(['primary', ANALYSTS, NIGHTLY, 'frugal']);
    await expect(lake.start('SELECT 1', { WorkGroup: 'unknown' })).rejects.toThrow(/unknown is not found/);
    const athena = await lake.startAthena();
    const tooSmall = { Name: 'w', WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 9_999_999 } };
    await expect(async () => provision(athena, 'AWS::Athena::WorkGroup', tooSmall)).rejects.toThrow('10000000');
  });

  it('has named queries', async () => {
    const athena = await lake.startAthena();
    const declared = { Name: 'Mine', Database: DATABASE, QueryString: 'SELECT 1', WorkGroup: ANALYSTS };
    await provision(athena, 'AWS::Athena::NamedQuery', declared);
    const { NamedQueryIds = [] } = await lake.athena.send(new ListNamedQueriesCommand({ WorkGroup: ANALYSTS }));
    const { NamedQuery } = await lake.athena.send(new GetNamedQueryCommand({ NamedQueryId: NamedQueryIds[0] }));
    expect(NamedQuery).toMatchObject(declared);
    await expect(lake.athena.send(new GetNamedQueryCommand({ NamedQueryId: 'other' }))).rejects.toThrow(/not found/);
    const many = await lake.athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds: [...NamedQueryIds, 'other'] }));
    expect(many).toMatchObject({ NamedQueries: [declared], UnprocessedNamedQueryIds: [{ NamedQueryId: 'other' }] });
  });
});

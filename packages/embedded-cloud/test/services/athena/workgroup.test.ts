import {
  BatchGetNamedQueryCommand,
  GetNamedQueryCommand,
  GetWorkGroupCommand,
  ListNamedQueriesCommand,
  ListWorkGroupsCommand,
} from '@aws-sdk/client-athena';
import { provision } from '../../support/endpoint';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { ANALYSTS, DATABASE, NIGHTLY, openTables } from '../../support/tables';

let lake: EmbeddedTables;
beforeAll(async () => {
  lake = await openTables();
});
afterAll(() => lake.close());

describe('a workgroup', () => {
  it('decides where results go, whatever the query says', async () => {
    const { id } = await lake.ask('SELECT 1', { ResultConfiguration: { OutputLocation: 's3://other/mine/' } });
    expect(lake.s3.files('results', `${ANALYSTS}/${id}`)).toHaveLength(1);
    expect(lake.s3.files('other', 'mine/')).toHaveLength(0);
  });

  it('is described and listed; one that is not there is refused, and a cutoff that AWS would refuse', async () => {
    const { WorkGroup } = await lake.athena.send(new GetWorkGroupCommand({ WorkGroup: 'frugal' }));
    expect(WorkGroup?.Configuration).toMatchObject({ BytesScannedCutoffPerQuery: 10_000_000 });
    const { WorkGroups } = await lake.athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.map(({ Name }) => Name)).toEqual(['primary', ANALYSTS, NIGHTLY, 'frugal']);
    await expect(lake.start('SELECT 1', { WorkGroup: 'nobodys' })).rejects.toThrow(/nobodys is not found/);
    const athena = await lake.startAthena();
    const tooSmall = { Name: 'w', WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 9_999_999 } };
    await expect(async () => provision(athena, 'AWS::Athena::WorkGroup', tooSmall)).rejects.toThrow('10000000');
  });

  it('keeps named queries', async () => {
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

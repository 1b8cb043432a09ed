import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { decodeTitle, titleKey } from '../../../lambdas/features/catalog-items';
import { LakeCatalogFile } from '../../../tools/catalog/lake-catalog-file';
import { type CatalogPlaces, loadCatalog } from '../../../tools/catalog/load-catalog';
import { DynamoDb } from '../../support/dynamo-db';
import { TestLake } from '../../support/test-lake';

const HEADER = 'content_id,title,genre,language,duration_ms,cms_version';

describe('loadCatalog', () => {
  let lake: TestLake;
  let dynamodb: DynamoDb;
  let places: CatalogPlaces;

  beforeAll(async () => {
    dynamodb = await DynamoDb.open();
    await dynamodb.createTable('catalog', { AttributeName: 'content_id', AttributeType: 'S' });
    lake = await TestLake.open();
    const settings = lake.endpoint.clientConfig(3);
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const file = new LakeCatalogFile(new GlueClient(settings), s3, 'playhead_dev');
    places = { file, dynamodb: dynamodb.client, tableName: 'catalog' };
  });
  afterAll(() => Promise.all([lake.close(), dynamodb.close()]));

  const genreOf = async (contentId: string): Promise<string | undefined> => {
    const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: 'catalog', Key: titleKey(contentId) }));
    return Item && decodeTitle(Item).facts.genre;
  };

  it('merges titles into the lake and the table, and ignores older versions', async () => {
    const first = `${HEADER}\ntitle-1,One,drama,en,60000,2\ntitle-2,Two,comedy,en,,1`;
    expect(await loadCatalog(first, places)).toEqual({ read: 2, changed: 2, all: 2 });
    const second = `${HEADER}\ntitle-1,One,news,en,60000,1\ntitle-2,Two,thriller,en,,1\ntitle-3,Three,music,en,,1`;
    expect(await loadCatalog(second, places)).toEqual({ read: 3, changed: 2, all: 3 });
    expect(await Promise.all(['title-1', 'title-2', 'title-3'].map(genreOf))).toEqual(['drama', 'thriller', 'music']);
    expect((await places.file.read()).map(({ genre }) => genre)).toEqual(['drama', 'thriller', 'music']);
  });

  it('loads nothing from a file with an invalid title', async () => {
    const before = await places.file.read();
    expect(await loadCatalog(`${HEADER}\ntitle-1,One,western,en,60000,9\ntitle-4,,drama,en,,1`, places)).toEqual({
      problems: [{ line: 3, field: 'title', reason: 'is missing' }],
    });
    expect([await places.file.read(), await genreOf('title-4')]).toEqual([before, undefined]);
  });

  it('completes a load that failed halfway when the file is loaded again', async () => {
    const file = `${HEADER}\ntitle-5,Five,drama,en,60000,1`;
    await expect(loadCatalog(file, { ...places, tableName: 'none' })).rejects.toThrow(
      'Table none refused 1 items: Requested resource not found',
    );
    expect(await loadCatalog(file, places)).toMatchObject({ read: 1, changed: 0 });
    expect(await genreOf('title-5')).toBe('drama');
  });
});

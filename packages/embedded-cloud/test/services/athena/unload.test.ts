import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { readFileSync } from 'node:fs';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { ANALYSTS, openTables, writeClicks } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
  await writeClicks(lake);
});

afterAll(() => lake.close());

describe('UNLOAD', () => {
  const unload = (to: string, options = "format = 'PARQUET', compression = 'ZSTD'") =>
    lake.ask(`UNLOAD (SELECT click_id, sequence FROM raw_clicks WHERE dt > '2026-11') TO '${to}' WITH (${options})`);

  it('writes Parquet below a folder, and a manifest of its objects', async () => {
    const { state, id, rows, bytes } = await unload('s3://other/unloaded/');
    expect({ state, rows }).toEqual({ state: 'SUCCEEDED', rows: [] });
    expect(bytes).toBeGreaterThan(0);
    expect(lake.s3.files('other', 'unloaded/')).toHaveLength(1);
    const [manifest, ...others] = lake.s3.files('results', `${ANALYSTS}/${id}`);
    expect([manifest?.key, others]).toEqual([`${ANALYSTS}/${id}-manifest.csv`, []]);
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    expect(QueryExecution?.Statistics?.DataManifestLocation).toBe(`s3://results/${manifest?.key}`);
    const [object] = lake.s3.files('other', 'unloaded/');
    expect(readFileSync(manifest?.path ?? '', 'utf8')).toBe(`s3://other/${object?.key}\n`);
  });

  it('accepts a folder without its final slash', async () => {
    expect((await unload('s3://other/no-slash')).state).toBe('SUCCEEDED');
    expect(lake.s3.files('other', 'no-slash/')).toHaveLength(1);
  });

  it('rejects a folder that is not empty, and formats and options that it does not support', async () => {
    await lake.s3.putObject('other', 'full/x', Buffer.from('x'));
    expect((await unload('s3://other/full/')).reason).toMatch(/^HIVE_PATH_ALREADY_EXISTS/);
    expect((await unload('s3://other/csv/', "format = 'TEXTFILE'")).reason).toMatch(/unloads only PARQUET/);
    await expect(unload('s3://other/parts/', "format = 'PARQUET', partitioned_by = ARRAY['dt']")).rejects.toThrow(
      /not partitioned_by/,
    );
  });
});

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
    expect(lake.s3.files('results', `${ANALYSTS}/${id}`).map(({ key }) => key)).toEqual([
      `${ANALYSTS}/${id}-manifest.csv`,
    ]);
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

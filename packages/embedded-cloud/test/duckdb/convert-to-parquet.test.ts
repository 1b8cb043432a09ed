import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseColumnType } from '../../src/duckdb/column-type';
import { convertToParquet } from '../../src/duckdb/convert-to-parquet';
import { RAW_CLICKS } from '../support/tables';

const COLUMNS = new Map(Object.entries(RAW_CLICKS.columns).map(([name, type]) => [name, parseColumnType(type)]));
const GOOD = '{"click_id":"e","clicked_at":1,"received_at":1}';
const LONE_SURROGATE = '{"click_id":"\\ud800"}';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'embedded-cloud-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const convert = (lines: readonly string[]) =>
  convertToParquet(Buffer.from(`${lines.join('\n')}\n`), COLUMNS, 'snappy', folder);

describe('convertToParquet', () => {
  it('leaves out a line that only DuckDB rejects, at any position', async () => {
    for (const lines of [
      [LONE_SURROGATE, GOOD, GOOD],
      [GOOD, LONE_SURROGATE, GOOD],
      [GOOD, GOOD, LONE_SURROGATE],
    ]) {
      const { rows, unconverted } = await convert(lines);
      expect([rows, unconverted.map(({ line }) => line)]).toEqual([2, [LONE_SURROGATE]]);
      expect(unconverted[0]?.reason).toMatch(/surrogate/);
    }
  });

  it('converts the other lines, also when many lines are rejected', async () => {
    const rejected = Array.from({ length: 150 }, (_, index) => `{"click_id":"e${index}","scroll_ratio":"0x10"}`);
    const { rows, unconverted, parquet } = await convert([GOOD, ...rejected, GOOD]);
    expect(rows).toBe(2);
    expect(parquet).toBeDefined();
    expect(unconverted.map(({ line }) => line)).toEqual(rejected);
  });

  it('returns no file when no line is a row', async () => {
    expect(await convert([LONE_SURROGATE])).toMatchObject({ rows: 0, parquet: undefined });
  });

  it('throws errors that are not about a line', async () => {
    const unknown = new Map([['click_id', parseColumnType('string')]]);
    await expect(convertToParquet(Buffer.from(GOOD), unknown, 'lz5' as 'snappy', folder)).rejects.toThrow();
  });
});

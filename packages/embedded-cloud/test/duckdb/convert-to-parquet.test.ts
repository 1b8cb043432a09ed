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

it('a line that only the engine refuses is the one left out, wherever it stands', async () => {
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

it('however many there are, the others become rows', async () => {
  const refused = Array.from({ length: 150 }, (_, index) => `{"click_id":"e${index}","scroll_ratio":"0x10"}`);
  const { rows, unconverted, parquet } = await convert([GOOD, ...refused, GOOD]);
  expect(rows).toBe(2);
  expect(parquet).toBeDefined();
  expect(unconverted.map(({ line }) => line)).toEqual(refused);
});

it('where no line is a row there is no file', async () => {
  expect(await convert([LONE_SURROGATE])).toMatchObject({ rows: 0, parquet: undefined });
});

it('what is wrong with anything but a line is no line’s fault', async () => {
  const unknown = new Map([['click_id', parseColumnType('string')]]);
  await expect(convertToParquet(Buffer.from(GOOD), unknown, 'lz5' as 'snappy', folder)).rejects.toThrow();
});

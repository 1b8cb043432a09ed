import { type FileMetaData, parquetReadObjects } from 'hyparquet';
import { type LakeObjects, parquetFile, readMetadata } from '../../lake';
import { type LakeViewer, toLakeViewer } from './lake-viewer';

/** The row group that was read last. */
interface RowGroup {
  readonly key: string;
  readonly from: number;
  readonly viewers: readonly LakeViewer[];
}

/**
 * Reads the objects of a query result by row group and keeps the last group, because an object may be larger than the
 * memory.
 */
export class ResultReader {
  private group: RowGroup = { key: '', from: 0, viewers: [] };

  constructor(private readonly objects: LakeObjects) {}

  /**
   * Up to `count` viewers from row `from` on; fewer at the end of a row group, and none after the last row. Undefined if the
   * object does not exist.
   */
  async read(key: string, from: number, count: number): Promise<readonly LakeViewer[] | undefined> {
    const { group } = this;
    if (group.key !== key || from < group.from || from >= group.from + group.viewers.length) {
      const object = (await this.objects.list(key)).find((one) => one.key === key);
      if (!object) return undefined;
      this.group = await this.load(key, object.bytes, from);
    }
    const start = from - this.group.from;
    return this.group.viewers.slice(start, start + count);
  }

  private async load(key: string, bytes: number, from: number): Promise<RowGroup> {
    const metadata = await readMetadata(this.objects, { key, bytes });
    const [start, end] = rowGroupAround(metadata, from);
    if (start === end) return { key, from, viewers: [] };
    const file = parquetFile(this.objects, { key, bytes });
    const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end });
    return { key, from: start, viewers: rows.map(toLakeViewer) };
  }
}

/** The first row of the group that contains a row, and the first row after it; both are the same after the last group. */
const rowGroupAround = ({ row_groups: groups }: FileMetaData, row: number): readonly [number, number] => {
  let start = 0;
  for (const { num_rows: rows } of groups) {
    const end = start + Number(rows);
    if (row < end) return [start, end];
    start = end;
  }
  return [start, start];
};

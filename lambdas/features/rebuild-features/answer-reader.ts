import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { LakeObjects } from '../../lake/lake-objects';
import { type LakeViewer, toLakeViewer } from './lake-viewer';

/** Rows that lie together, as they were read last. */
interface RowGroup {
  readonly key: string;
  readonly from: number;
  readonly viewers: readonly LakeViewer[];
}

/** Reads the objects of an answer a row group at a time, and keeps the last one: an object may be larger than the memory. */
export class AnswerReader {
  private group: RowGroup = { key: '', from: 0, viewers: [] };

  constructor(private readonly objects: LakeObjects) {}

  /** So many viewers from a place on, or fewer up to the end of their row group; none after the last; undefined where the object is gone. */
  async read(key: string, from: number, count: number): Promise<readonly LakeViewer[] | undefined> {
    const known = this.group;
    if (known.key !== key || from < known.from || from >= known.from + known.viewers.length) {
      const object = (await this.objects.list(key)).find((one) => one.key === key);
      if (!object) return undefined;
      this.group = await this.load(key, object.bytes, from);
    }
    const start = from - this.group.from;
    return this.group.viewers.slice(start, start + count);
  }

  private async load(key: string, bytes: number, from: number): Promise<RowGroup> {
    const slice = async (start: number, end = bytes): Promise<ArrayBuffer> =>
      Uint8Array.from(await this.objects.read(key, start, end)).buffer;
    const file = { byteLength: bytes, slice };
    const metadata = await parquetMetadataAsync(file);
    const [start, end] = groupAround(metadata, from);
    if (start === end) return { key, from, viewers: [] };
    const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end });
    return { key, from: start, viewers: rows.map(toLakeViewer) };
  }
}

/** The rows of the group in which a row lies; none after the last. */
const groupAround = ({ row_groups: groups }: FileMetaData, row: number): readonly [number, number] => {
  let start = 0;
  for (const { num_rows: rows } of groups) {
    const end = start + Number(rows);
    if (row < end) return [start, end];
    start = end;
  }
  return [start, start];
};

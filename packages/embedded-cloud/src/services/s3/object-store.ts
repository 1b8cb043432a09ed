import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ObjectFile } from '../../core/ports';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import type { ObjectHeaders } from './object-headers';
import { type Cursor, objectKeys } from './object-keys';
import { FILE_BESIDE_FOLDER, toPath } from './object-path';
import { Uploads } from './uploads';

/** An object on disk. */
export interface StoredObject {
  readonly key: string;
  readonly path: string;
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
  /** Without quotes. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
}

/**
 * Stores objects as plain files `<root>/<bucket>/<key>`, which engines may read and to which they may add files. ETags
 * and headers are stored beside the buckets, in `.meta`; when they are missing or older than the file, the ETag is
 * computed from the content. Every call is synchronous, so calls are atomic: each one runs in a single turn of the
 * event loop.
 */
export class ObjectStore {
  readonly uploads: Uploads;

  constructor(private readonly root: string) {
    for (const folder of ['.meta', '.new']) mkdirSync(join(root, folder), { recursive: true });
    this.uploads = new Uploads(join(root, '.uploads'));
  }

  createBucket(bucket: string): void {
    mkdirSync(join(this.root, bucket), { recursive: true });
    mkdirSync(join(this.root, '.meta', bucket), { recursive: true });
  }

  /** Epoch ms. */
  bucketCreatedAt(bucket: string): number {
    return statSync(join(this.root, '.meta', bucket)).birthtimeMs;
  }

  put(bucket: string, key: string, body: Buffer, headers: ObjectHeaders): StoredObject {
    const file = this.newFile();
    writeFileSync(file, body);
    return this.adopt(bucket, key, file, createHash('md5').update(body).digest('hex'), headers);
  }

  /** A new path for content that is written in steps, before `adopt` moves it into place. */
  newFile(): string {
    return join(this.root, '.new', randomUUID());
  }

  /** Moves a file at a path of `newFile` into place as the object. */
  adopt(bucket: string, key: string, file: string, etag: string, headers: ObjectHeaders): StoredObject {
    const path = this.findFile(bucket, key) ?? this.prepareFile(bucket, key);
    const { size, mtimeMs } = statSync(file);
    // Metadata first: after a crash in between, its size and time do not match the file, so `find` recomputes the ETag.
    this.saveMeta(bucket, { key, path, size, modifiedAt: mtimeMs, etag, headers });
    renameSync(file, path);
    return { key, path, size, modifiedAt: mtimeMs, etag, headers };
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const path = this.findFile(bucket, key);
    if (path === undefined) return undefined;
    const { size, mtimeMs: modifiedAt } = statSync(path);
    const meta = this.readMeta(bucket, key);
    if (meta?.size === size && meta.modifiedAt === modifiedAt) return { key, path, ...meta };
    const etag = createHash('md5').update(readFileSync(path)).digest('hex');
    const object = { key, path, size, modifiedAt, etag, headers: {} };
    this.saveMeta(bucket, object);
    return object;
  }

  /** The bytes from `start` to `end`, both included; the whole object without a range. */
  read(object: StoredObject, range?: { readonly start: number; readonly end: number }): Buffer {
    if (!range) return readFileSync(object.path);
    const bytes = Buffer.alloc(range.end - range.start + 1);
    const file = openSync(object.path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, range.start));
    } finally {
      closeSync(file);
    }
  }

  /** The same bytes, read while they are sent; those of now, also if the object is replaced meanwhile. */
  stream({ path }: StoredObject, range?: { readonly start: number; readonly end: number }): AsyncIterable<Buffer> {
    return createReadStream(path, { fd: openSync(path, 'r'), ...range });
  }

  /** Does nothing when the object does not exist. */
  remove(bucket: string, key: string): void {
    const path = this.findFile(bucket, key);
    if (path === undefined) return;
    rmSync(path);
    rmSync(this.metaPath(bucket, key), { force: true });
    const top = join(this.root, bucket);
    for (let folder = dirname(path); folder !== top; folder = dirname(folder)) {
      try {
        rmdirSync(folder);
      } catch {
        return; // the folder contains other objects
      }
    }
  }

  /** The keys that start with `prefix`, from the cursor on, in order. Reads only folders that can contain such keys. */
  *keys(bucket: string, prefix: string, cursor: Cursor): Generator<string> {
    const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const folder = join(this.root, bucket, base === '' ? '' : toPath(base.slice(0, -1)));
    if (kindOf(folder) === 'folder') yield* objectKeys(folder, prefix, cursor, base);
  }

  /** The files of the objects whose keys start with `prefix`. */
  *files(bucket: string, prefix: string): Generator<ObjectFile> {
    for (const key of this.keys(bucket, prefix, { after: '' })) {
      const path = this.findFile(bucket, key);
      if (path !== undefined) yield { key, path, size: statSync(path).size };
    }
  }

  private findFile(bucket: string, key: string): string | undefined {
    const path = join(this.root, bucket, toPath(key));
    return [path, path + FILE_BESIDE_FOLDER].find((candidate) => kindOf(candidate) === 'file');
  }

  /** The path for a new object. Creates its folders, and renames files whose names those folders need. */
  private prepareFile(bucket: string, key: string): string {
    const names = toPath(key).split('/');
    let path = join(this.root, bucket);
    for (const name of names.slice(0, -1)) {
      path = join(path, name);
      const kind = kindOf(path);
      if (kind === 'file') renameSync(path, path + FILE_BESIDE_FOLDER);
      if (kind !== 'folder') mkdirSync(path);
    }
    path = join(path, names.at(-1) ?? '');
    return kindOf(path) === 'folder' ? path + FILE_BESIDE_FOLDER : path;
  }

  private metaPath(bucket: string, key: string): string {
    return join(this.root, '.meta', bucket, `${createHash('sha256').update(key).digest('hex')}.json`);
  }

  private saveMeta(bucket: string, { key, size, modifiedAt, etag, headers }: StoredObject): void {
    writeAtomically(this.metaPath(bucket, key), JSON.stringify({ key, size, modifiedAt, etag, headers }));
  }

  private readMeta(bucket: string, key: string): Omit<StoredObject, 'key' | 'path'> | undefined {
    try {
      const meta = Fields.parse(readFileSync(this.metaPath(bucket, key), 'utf8'));
      const [size, modifiedAt] = [meta.number('size'), meta.number('modifiedAt')];
      return { size, modifiedAt, etag: meta.string('etag'), headers: meta.stringMap('headers') };
    } catch {
      return undefined; // missing or incomplete: the caller computes the ETag from the content
    }
  }
}

const kindOf = (path: string): 'file' | 'folder' | undefined => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined; // the path does not exist, or one of its folders is a file
  }
};

import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
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
import { type Cursor, objectKeys } from './object-keys';
import { ASIDE, toPath } from './object-path';

/** Content-Type and its like, and x-amz-meta-*, as they were sent. */
export type ObjectHeaders = Readonly<Record<string, string>>;

/** An object as it lies on disk. */
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
 * Objects as plain files `<root>/<bucket>/<key>`, where engines may read them and put files of their own. ETag and headers
 * are kept beside the buckets, in `.meta`; a file without them, or changed since, gets its ETag from its content. Every
 * call is synchronous: it is one turn of the event loop, so that no other call comes in between.
 */
export class ObjectStore {
  constructor(private readonly root: string) {
    for (const folder of ['.meta', '.new', '.uploads']) mkdirSync(join(root, folder), { recursive: true });
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

  /** A path at which an object's content may be gathered before `adopt` moves it into place. */
  newFile(): string {
    return join(this.root, '.new', randomUUID());
  }

  /** Makes a file of `newFile` the object. */
  adopt(bucket: string, key: string, file: string, etag: string, headers: ObjectHeaders): StoredObject {
    const path = this.findFile(bucket, key) ?? this.makeRoom(bucket, key);
    const { size, mtimeMs } = statSync(file);
    // Before the content: after a crash in between, size and time don't match and the ETag is taken from the content.
    this.saveMeta(bucket, { key, path, size, modifiedAt: mtimeMs, etag, headers });
    renameSync(file, path);
    return { key, path, size, modifiedAt: mtimeMs, etag, headers };
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const path = this.findFile(bucket, key);
    if (path === undefined) return undefined;
    const { size, mtimeMs: modifiedAt } = statSync(path);
    const kept = this.readMeta(bucket, key);
    if (kept?.size === size && kept.modifiedAt === modifiedAt) return { key, path, ...kept };
    const etag = createHash('md5').update(readFileSync(path)).digest('hex');
    const object = { key, path, size, modifiedAt, etag, headers: {} };
    this.saveMeta(bucket, object);
    return object;
  }

  /** The bytes from `start` to `end`, both included; all when no range is given. */
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

  /** Does nothing where there is no such object. */
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
        return; // it holds other objects
      }
    }
  }

  /** Looks into no folder but those that the prefix leads to. */
  *keys(bucket: string, prefix: string, cursor: Cursor): Generator<string> {
    const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const folder = join(this.root, bucket, base === '' ? '' : toPath(base.slice(0, -1)));
    if (kindOf(folder) === 'folder') yield* objectKeys(folder, prefix, cursor, base);
  }

  /** Where the content of each object lies whose key starts with `prefix`. */
  *files(bucket: string, prefix: string): Generator<ObjectFile> {
    for (const key of this.keys(bucket, prefix, { after: '' })) {
      const path = this.findFile(bucket, key);
      if (path !== undefined) yield { key, path, size: statSync(path).size };
    }
  }

  /** The folder of an unfinished multipart upload. */
  uploadFolder(uploadId: string): string {
    return join(this.root, '.uploads', uploadId);
  }

  private findFile(bucket: string, key: string): string | undefined {
    const path = join(this.root, bucket, toPath(key));
    return [path, path + ASIDE].find((candidate) => kindOf(candidate) === 'file');
  }

  /** The path for a new object, with the folders made that it needs and files moved aside that bear their names. */
  private makeRoom(bucket: string, key: string): string {
    const names = toPath(key).split('/');
    let path = join(this.root, bucket);
    for (const name of names.slice(0, -1)) {
      path = join(path, name);
      const kind = kindOf(path);
      if (kind === 'file') renameSync(path, path + ASIDE);
      if (kind !== 'folder') mkdirSync(path);
    }
    path = join(path, names.at(-1) ?? '');
    return kindOf(path) === 'folder' ? path + ASIDE : path;
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
      return undefined; // not ours, or not whole: the content tells what is needed
    }
  }
}

const kindOf = (path: string): 'file' | 'folder' | undefined => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined; // nothing there, or a file where the path has a folder
  }
};

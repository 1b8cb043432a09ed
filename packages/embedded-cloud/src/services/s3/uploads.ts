import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { ServiceError } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';
import type { ObjectHeaders } from './object-headers';

const DESCRIPTION = 'upload.json';

/** How an upload's parts give the checksum of its object. */
export interface UploadChecksum {
  readonly algorithm: string;
  /** COMPOSITE is a checksum of the parts' checksums; FULL_OBJECT is one of the whole content. */
  readonly type: 'COMPOSITE' | 'FULL_OBJECT';
}

/** The object that an upload creates. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
  /** Undefined if the object gets no checksum. */
  readonly checksum: UploadChecksum | undefined;
}

/** An unfinished multipart upload. */
export interface Upload extends Target {
  readonly id: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** An uploaded part: a file. */
export interface Part {
  readonly number: number;
  readonly path: string;
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
}

/** The unfinished multipart uploads: a folder for each, with its description and a file per part. */
export class Uploads {
  constructor(private readonly root: string) {
    mkdirSync(root, { recursive: true });
  }

  /** Starts an upload; returns its id. */
  create(target: Target): string {
    const id = randomBytes(24).toString('hex');
    mkdirSync(join(this.root, id));
    writeAtomically(join(this.root, id, DESCRIPTION), JSON.stringify({ ...target, startedAt: Date.now() }));
    return id;
  }

  /** Throws NoSuchUpload unless the upload exists and creates the object with this bucket and key. */
  open(id: string, bucket: string, key: string): Upload {
    // The pattern rejects ids such as "..", which would address another folder.
    const upload = /^[0-9a-f]{48}$/.test(id) ? this.find(id) : undefined;
    if (upload?.bucket === bucket && upload.key === key) return upload;
    throw new ServiceError('NoSuchUpload', 'The specified multipart upload does not exist.', 404);
  }

  /** The uploads of a bucket, by key and start. */
  inBucket(bucket: string): readonly Upload[] {
    const all = readdirSync(this.root).flatMap((id) => this.find(id) ?? []);
    return all
      .filter((upload) => upload.bucket === bucket)
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.startedAt - b.startedAt);
  }

  /** Replaces an earlier part with the same number. */
  writePart({ id }: Upload, number: number, content: Buffer): void {
    writeAtomically(join(this.root, id, String(number)), content);
  }

  /** The parts in the order of their numbers. */
  parts({ id }: Upload): readonly Part[] {
    const numbers = readdirSync(join(this.root, id)).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
    return numbers
      .sort((a, b) => a - b)
      .map((number) => {
        const path = join(this.root, id, String(number));
        const { size, mtimeMs } = statSync(path);
        return { number, path, size, modifiedAt: mtimeMs };
      });
  }

  remove({ id }: Upload): void {
    rmSync(join(this.root, id), { recursive: true });
  }

  private find(id: string): Upload | undefined {
    const file = join(this.root, id, DESCRIPTION);
    if (!statSync(file, { throwIfNoEntry: false })) return undefined;
    const fields = Fields.parse(readFileSync(file, 'utf8'));
    const checksum = fields.object('checksum');
    return {
      id,
      bucket: fields.string('bucket'),
      key: fields.string('key'),
      headers: fields.stringMap('headers'),
      checksum: checksum && {
        algorithm: checksum.string('algorithm'),
        type: checksum.string('type') === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT',
      },
      startedAt: fields.number('startedAt'),
    };
  }
}

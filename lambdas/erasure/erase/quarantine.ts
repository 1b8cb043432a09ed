import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { QUARANTINED_EVENTS } from '../../../domain/lake';
import { ObjectVersions } from '../../foundation/object-versions';

/** An object of the quarantine as it was read. */
export interface QuarantineObject {
  readonly key: string;
  /** NDJSON. */
  readonly content: Buffer;
  readonly etag: string;
  readonly versionId: string;
}

const PREFIX = `${QUARANTINED_EVENTS.prefix}/`;

/** The most that is unzipped of an object: four times what Firehose buffers, because its buffer size is only a hint. */
const MAX_CONTENT_BYTES = 64 * 2 ** 20;

/** The bucket with the refused events, as gzipped NDJSON. */
export class Quarantine {
  private readonly versions: ObjectVersions;

  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {
    this.versions = new ObjectVersions(s3, bucket);
  }

  /** The keys that follow `after`, at most `limit`, and the key after which the next page begins. */
  async keys(
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly keys: readonly string[]; readonly next: string | undefined }> {
    const { Contents = [], IsTruncated = false } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: PREFIX, StartAfter: after, MaxKeys: limit }),
    );
    const keys = Contents.map(({ Key = '' }) => Key);
    return { keys, next: IsTruncated ? keys.at(-1) : undefined };
  }

  /** An object; undefined if it does not exist, because it has expired or an earlier attempt deleted it. */
  async read(key: string): Promise<QuarantineObject | undefined> {
    try {
      const {
        Body,
        ETag = '',
        VersionId = 'null',
      } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      const content = await unzip(key, (await Body?.transformToByteArray()) ?? new Uint8Array());
      return { key, content, etag: ETag, versionId: VersionId };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Replaces the content of an object. Throws, and changes nothing, if the object has changed since it was read. */
  async replace({ key, etag }: QuarantineObject, content: Buffer): Promise<void> {
    const Body = await promisify(gzip)(content);
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body, IfMatch: etag }));
  }

  /** Permanently deletes the old versions of a key, and the object itself if it is given. Returns how many. */
  async purge(key: string, object?: QuarantineObject): Promise<number> {
    return this.versions.remove(
      key,
      (version) => version.key === key && (!version.isCurrent || version.versionId === object?.versionId),
    );
  }
}

const unzip = (key: string, bytes: Uint8Array): Promise<Buffer> =>
  promisify(gunzip)(bytes, { maxOutputLength: MAX_CONTENT_BYTES }).catch((error: unknown) => {
    throw new Error(`${key} is not gzip of at most ${MAX_CONTENT_BYTES} bytes.`, { cause: error });
  });

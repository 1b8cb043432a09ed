import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** An object of the lake. */
export interface LakeObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was put, epoch ms. */
  readonly modifiedAt: number;
}

/** One page of a listing. */
export interface LakePage {
  readonly objects: readonly LakeObject[];
  /** The key after which the next page begins; undefined on the last page. */
  readonly next: string | undefined;
}

/** The lake's bucket. */
export class LakeObjects {
  constructor(
    private readonly s3: S3Client,
    readonly bucket: string,
  ) {}

  /** Every object below a prefix. Use `pages` where there may be many. */
  async list(prefix: string): Promise<readonly LakeObject[]> {
    const objects: LakeObject[] = [];
    for await (const page of this.pages(prefix)) objects.push(...page);
    return objects;
  }

  /** The objects below a prefix, page by page, in the order of their keys. */
  async *pages(prefix: string): AsyncGenerator<readonly LakeObject[]> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: LakePage = await this.page(prefix, after);
      yield page.objects;
      after = page.next;
    }
  }

  /** The objects below a prefix whose keys follow `after`: at most 1,000, in the order of their keys. */
  async page(prefix: string, after = ''): Promise<LakePage> {
    const { Contents = [], IsTruncated = false } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ...(after !== '' && { StartAfter: after }) }),
    );
    const objects = Contents.map(({ Key = '', Size = 0, LastModified }) => ({
      ...{ key: Key, bytes: Size, modifiedAt: LastModified?.getTime() ?? 0 },
    }));
    return { objects, next: IsTruncated ? objects.at(-1)?.key : undefined };
  }

  /** The folders directly below a folder, each with a trailing slash. */
  async folders(prefix: string): Promise<readonly string[]> {
    const folders: string[] = [];
    const input = { Bucket: this.bucket, Prefix: prefix, Delimiter: '/' };
    for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: this.s3 }, input)) {
      for (const { Prefix = '' } of CommonPrefixes) folders.push(Prefix);
    }
    return folders;
  }

  /** The bytes from `start` to `end`, without the byte at `end`. */
  async read(key: string, start: number, end: number): Promise<Uint8Array> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: `bytes=${start}-${end - 1}` }),
    );
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  /** The text of an object; undefined if it does not exist. */
  async readText(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async writeText(key: string, Body: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body, ContentType: 'application/json' }));
  }

  /** Creates an object. Returns false, and changes nothing, if it exists. */
  async create(key: string, Body: string): Promise<boolean> {
    const target = { Bucket: this.bucket, Key: key, ContentType: 'application/json' };
    try {
      await this.s3.send(new PutObjectCommand({ ...target, Body, IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return false;
      throw error;
    }
  }

  /** Copies an object, then deletes the original. A move that was interrupted can be repeated. */
  async move(from: string, to: string): Promise<void> {
    await this.copy(from, to);
    await this.remove(from);
  }

  /** Does nothing if the object does not exist. */
  async remove(key: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  async copy(from: string, to: string): Promise<void> {
    const CopySource = `${this.bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    await this.s3.send(new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource }));
  }

  /** Deletes every object below a prefix and returns how many; throws if S3 kept one. */
  async removeAll(prefix: string): Promise<number> {
    const objects = await this.list(prefix);
    for (let at = 0; at < objects.length; at += 1_000) {
      const Objects = objects.slice(at, at + 1_000).map(({ key }) => ({ Key: key }));
      const { Errors = [] } = await this.s3.send(
        new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} objects below ${prefix}.`);
    }
    return objects.length;
  }
}

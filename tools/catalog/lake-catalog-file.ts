import { GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { readCatalog } from '../../domain/features';
import { type Content, CONTENT } from '../../domain/lake';

/** The catalog in the lake: one object of JSON lines, which each load replaces. */
export class LakeCatalogFile {
  constructor(
    private readonly glue: GlueClient,
    private readonly s3: S3Client,
    private readonly database: string,
  ) {}

  /** Every title; none before the first load. Rejects if the object does not have the expected format. */
  async read(): Promise<readonly Content[]> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand(await this.place()));
      const { contents, problems } = readCatalog((await Body?.transformToString()) ?? '');
      const [first] = problems;
      if (first) throw new Error(`The lake's catalog can't be read: line ${first.line} ${first.reason}.`);
      return contents;
    } catch (error) {
      if (error instanceof NoSuchKey) return [];
      throw error;
    }
  }

  /** Replaces the object with the given titles; readers see either the old object or the new one. */
  async write(contents: readonly Content[]): Promise<void> {
    const Body = contents.map((content) => `${JSON.stringify(content)}\n`).join('');
    await this.s3.send(new PutObjectCommand({ ...(await this.place()), Body, ContentType: 'application/json' }));
  }

  private async place(): Promise<{ readonly Bucket: string; readonly Key: string }> {
    const { Table } = await this.glue.send(new GetTableCommand({ DatabaseName: this.database, Name: CONTENT.name }));
    const [, Bucket = ''] = /^s3:\/\/([^/]+)\//.exec(Table?.StorageDescriptor?.Location ?? '') ?? [];
    return { Bucket, Key: `${CONTENT.prefix}/content.json` };
  }
}

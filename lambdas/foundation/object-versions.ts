import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  /** Whether it is the version that readers see. */
  readonly isCurrent: boolean;
  readonly isMarker: boolean;
}

/** The versions of the objects in a bucket. A version that is deleted cannot be restored. */
export class ObjectVersions {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {}

  /**
   * Deletes the chosen versions below a prefix permanently and returns how many, without delete markers. Throws if S3
   * kept one. A call that was interrupted can be repeated: it deletes the rest.
   */
  async remove(prefix: string, isChosen: (version: ObjectVersion) => boolean = () => true): Promise<number> {
    let removed = 0;
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (next) {
      const page: ListObjectVersionsCommandOutput = await this.s3.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: prefix, ...next }),
      );
      const chosen = versionsIn(page).filter(isChosen);
      if (chosen.length > 0) await this.delete(prefix, chosen);
      removed += chosen.filter(({ isMarker }) => !isMarker).length;
      next = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
    return removed;
  }

  /** A page has at most 1,000 versions, and a call accepts as many. */
  private async delete(prefix: string, versions: readonly ObjectVersion[]): Promise<void> {
    const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
    const { Errors = [] } = await this.s3.send(
      new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} versions below ${prefix}.`);
  }
}

const versionsIn = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectVersion[] => [
  ...Versions.map(({ Key = '', VersionId = '', IsLatest = false }) => ({
    ...{ key: Key, versionId: VersionId, isCurrent: IsLatest, isMarker: false },
  })),
  ...DeleteMarkers.map(({ Key = '', VersionId = '', IsLatest = false }) => ({
    ...{ key: Key, versionId: VersionId, isCurrent: IsLatest, isMarker: true },
  })),
];

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from 'aws-clients';
import { featuresOf, type StoredViewer, type ViewerFeatures } from '../../domain/features/viewer-features';
import { type Keyring, pseudonymsOf } from '../../domain/ingest';
import { decodeViewer, viewerQuery } from './feature-items';

/** What a {@link FeaturesReader} reads. */
export interface FeaturesReaderProps {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  /** The keys with which pseudonyms were made; called for each lookup. */
  readonly keyring: () => Promise<Keyring>;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

const CONCURRENT_LOOKUPS = 16;
/**
 * Enough for the profile and the playbacks of a week. A viewer with more, such as an id that a thousand guests share, is
 * cut off.
 */
const MAX_ITEMS = 500;

/**
 * Reads the features of viewers by the service's own viewer ids, with one call to DynamoDB per viewer and key. A viewer
 * may have a pseudonym for each key; their items are merged.
 */
export class FeaturesReader {
  constructor(private readonly props: FeaturesReaderProps) {}

  /** The features of one viewer; empty features for an unknown viewer. */
  async getFeatures(viewerId: string): Promise<ViewerFeatures> {
    return this.lookUp(await this.props.keyring(), viewerId);
  }

  /** The features of each of the viewers, including unknown ones. */
  async getBatch(viewerIds: readonly string[]): Promise<ReadonlyMap<string, ViewerFeatures>> {
    const ring = await this.props.keyring();
    const lookUp = async (id: string) => [id, await this.lookUp(ring, id)] as const;
    return new Map(await mapConcurrently(viewerIds, CONCURRENT_LOOKUPS, lookUp));
  }

  private async lookUp(ring: Keyring, viewerId: string): Promise<ViewerFeatures> {
    const { dynamodb, tableName, now = Date.now } = this.props;
    const at = now();
    const lookups = pseudonymsOf(ring, viewerId).map(({ value }) => readStoredViewer(dynamodb, tableName, value, at));
    return featuresOf(await Promise.all(lookups), at);
  }
}

/** The items of one pseudonym. The read costs half of a consistent one and may miss the writes of the last second. */
export const readStoredViewer = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  pseudonym: string,
  now: number,
): Promise<StoredViewer> => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({ ...viewerQuery(tableName, pseudonym), Limit: MAX_ITEMS }),
  );
  return decodeViewer(Items, now);
};

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { featuresOf, type StoredViewer, type ViewerFeatures } from '../../domain/features/viewer-features';
import { type Keyring, pseudonymsOf } from '../../domain/ingest';
import { storedViewer, viewerQuery } from './feature-items';

/** What a {@link FeaturesReader} rests on. */
export interface FeaturesReaderProps {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  /** The keys that pseudonyms were made with; asked for at each call. */
  readonly keyring: () => Promise<Keyring>;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

const LOOKUPS_AT_ONCE = 16;
/** The profile and the playbacks of a week; who has more, such as one id that a thousand guests share, is known by as many. */
const MOST_ITEMS = 500;

/**
 * Reads what recommendations know of viewers, by the ids under which the service knows them: one call to DynamoDB a
 * viewer. A viewer's history may lie under a pseudonym of each key; it is read as one.
 */
export class FeaturesReader {
  constructor(private readonly props: FeaturesReaderProps) {}

  /** The features of one viewer; of one that nobody knows, empty ones. */
  async getFeatures(viewerId: string): Promise<ViewerFeatures> {
    return this.lookUp(await this.props.keyring(), viewerId);
  }

  /** The features of each viewer that is asked for, of unknown ones too. */
  async getBatch(viewerIds: readonly string[]): Promise<ReadonlyMap<string, ViewerFeatures>> {
    const ring = await this.props.keyring();
    const found = new Map<string, ViewerFeatures>();
    for (let at = 0; at < viewerIds.length; at += LOOKUPS_AT_ONCE) {
      const some = viewerIds.slice(at, at + LOOKUPS_AT_ONCE);
      const features = await Promise.all(some.map(async (id) => [id, await this.lookUp(ring, id)] as const));
      for (const [viewerId, one] of features) found.set(viewerId, one);
    }
    return found;
  }

  private async lookUp(ring: Keyring, viewerId: string): Promise<ViewerFeatures> {
    const { dynamodb, tableName, now = Date.now } = this.props;
    const at = now();
    const lookups = pseudonymsOf(ring, viewerId).map(({ value }) => readStoredViewer(dynamodb, tableName, value, at));
    return featuresOf(await Promise.all(lookups), at);
  }
}

/** What is stored under one pseudonym; at half the price of a read that sees every write, for what is a write behind is a second old. */
export const readStoredViewer = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  pseudonym: string,
  now: number,
): Promise<StoredViewer> => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({ ...viewerQuery(tableName, pseudonym), Limit: MOST_ITEMS }),
  );
  return storedViewer(Items, now);
};

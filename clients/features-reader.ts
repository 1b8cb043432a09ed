import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { featuresOf, type ViewerFeatures } from '../domain/features/viewer-features';
import { type Keyring, pseudonymsOf } from '../domain/pseudonyms/keyring';
import { batchGet } from './batch-get';
import { featureKey, storedViewers } from './feature-items';

/** What a {@link FeaturesReader} rests on. */
export interface FeaturesReaderProps {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  /** The keys that pseudonyms were made with; asked for at each call. */
  readonly keyring: () => Promise<Keyring>;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

/**
 * Reads what recommendations know of viewers, by the ids under which the service knows them: one call to DynamoDB a
 * viewer, or for fifty of them. A viewer's history may lie under a pseudonym of each key; it is read as one.
 */
export class FeaturesReader {
  constructor(private readonly props: FeaturesReaderProps) {}

  /** The features of one viewer; of one that nobody knows, empty ones. */
  async getFeatures(viewerId: string): Promise<ViewerFeatures> {
    const { now = Date.now } = this.props;
    return (await this.getBatch([viewerId])).get(viewerId) ?? featuresOf([], now());
  }

  /** The features of each viewer that is asked for, of unknown ones too. */
  async getBatch(viewerIds: readonly string[]): Promise<ReadonlyMap<string, ViewerFeatures>> {
    const { dynamodb, tableName, keyring, now = Date.now } = this.props;
    const ring = await keyring();
    const pseudonyms = new Map(viewerIds.map((viewerId) => [viewerId, pseudonymsOf(ring, viewerId)]));
    const keys = [...pseudonyms.values()]
      .flat()
      .flatMap(({ value }) => [featureKey(value, 'recent'), featureKey(value, 'profile')]);
    // Half the price, and what is a write behind is a second old.
    const stored = storedViewers(await batchGet(dynamodb, tableName, keys, { isConsistent: false }), now());
    return new Map(
      [...pseudonyms].map(([viewerId, own]) => [
        viewerId,
        featuresOf(
          own.flatMap(({ value }) => stored.get(value) ?? []),
          now(),
        ),
      ]),
    );
  }
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decodeProfile, decodeRecent, encodeProfile, encodeRecent } from '../domain/features/feature-codec';
import type { Profile } from '../domain/features/profile';
import { newestAt, type RecentSessions } from '../domain/features/recent-sessions';
import type { StoredViewer } from '../domain/features/viewer-features';

/*
 * The features table: two items a viewer. `recent` is the stream's, who alone writes it, and only over the version that
 * it read; `profile` is the rebuild's. Neither ever waits for the other.
 */

/** The part of a viewer that an item holds; the sort key. */
export type FeaturePart = 'recent' | 'profile';

/** An item as DynamoDB's API has it. */
export type FeatureItem = Record<string, AttributeValue>;

/** The key of a viewer's item; the viewer by pseudonym. */
export const featureKey = (viewerId: string, part: FeaturePart): FeatureItem => ({
  viewer_id: { S: viewerId },
  part: { S: part },
});

/** The stream's item. It expires when the viewer has been quiet for so long. */
export const recentItem = (
  viewerId: string,
  recent: RecentSessions,
  version: number,
  retentionMs: number,
): FeatureItem => ({
  ...featureKey(viewerId, 'recent'),
  state: { B: encodeRecent(recent) },
  version: { N: String(version) },
  expires_at: { N: expiry(newestAt(recent), retentionMs) },
});

/** The rebuild's item. */
export const profileItem = (viewerId: string, profile: Profile, retentionMs: number): FeatureItem => ({
  ...featureKey(viewerId, 'profile'),
  state: { B: encodeProfile(profile) },
  expires_at: { N: expiry(profile.titles[0]?.lastWatchedAt ?? profile.at, retentionMs) },
});

/** The version of the stream's item; 0 where there is none. */
export const versionOf = (item: FeatureItem | undefined): number => Number(item?.['version']?.N ?? 0);

/** The stream's playbacks in an item; none where there is none. */
export const recentIn = (item: FeatureItem | undefined): RecentSessions =>
  item?.['state']?.B ? decodeRecent(item['state'].B) : [];

/** What the items of each pseudonym hold, without those whose time is over: DynamoDB deletes them days later. */
export const storedViewers = (items: readonly FeatureItem[], now: number): ReadonlyMap<string, StoredViewer> => {
  const viewers = new Map<string, StoredViewer>();
  for (const item of items) {
    const [viewerId = '', bytes] = [item['viewer_id']?.S, item['state']?.B];
    if (!bytes || Number(item['expires_at']?.N ?? 0) * 1_000 <= now) continue;
    const known = viewers.get(viewerId) ?? { recent: [] };
    const isProfile = item['part']?.S === 'profile';
    viewers.set(
      viewerId,
      isProfile ? { ...known, profile: decodeProfile(bytes) } : { ...known, recent: decodeRecent(bytes) },
    );
  }
  return viewers;
};

const expiry = (epochMs: number, retentionMs: number): string => String(Math.ceil((epochMs + retentionMs) / 1_000));

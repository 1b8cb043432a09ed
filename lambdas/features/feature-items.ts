import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decodeProfile, decodeSession, encodeProfile, encodeSession } from '../../domain/features/feature-codec';
import type { Profile } from '../../domain/features/profile';
import { RECENT_MS, type SessionRecord } from '../../domain/features/session-record';
import type { StoredViewer } from '../../domain/features/viewer-features';

/*
 * The features table: under a viewer an item for each playback of the last days, which is the stream's, and one for the
 * profile, which is the rebuild's. A playback's events come in one after the other, so each item has one writer.
 */

/** An item as DynamoDB's API has it. */
export type FeatureItem = Record<string, AttributeValue>;

/** Names a playback: the viewer by pseudonym. */
export interface SessionName {
  readonly viewerId: string;
  readonly sessionId: string;
}

const PROFILE = 'profile';
const SESSION = 'session#';

/** The key of a playback's item. */
export const sessionKey = ({ viewerId, sessionId }: SessionName): FeatureItem => keyOf(viewerId, SESSION + sessionId);

/** A playback as one word, to look it up by: a pseudonym has no spaces. */
export const sessionText = ({ viewerId, sessionId }: SessionName): string => `${viewerId} ${sessionId}`;

/** What asks for every item under a pseudonym: the profile first, then the playbacks by their ids. */
export const viewerQuery = (tableName: string, pseudonym: string) => ({
  TableName: tableName,
  KeyConditionExpression: 'viewer_id = :viewer',
  ExpressionAttributeValues: { ':viewer': { S: pseudonym } },
});

/** A playback's item. */
export const sessionItem = (viewerId: string, record: SessionRecord): FeatureItem => ({
  ...sessionKey({ viewerId, sessionId: record.sessionId }),
  state: { S: encodeSession(record) },
  expires_at: { N: expiry(record.last.at, RECENT_MS) },
});

/** The profile's item. It expires when the viewer has been quiet for so long. */
export const profileItem = (viewerId: string, profile: Profile, retentionMs: number): FeatureItem => ({
  ...keyOf(viewerId, PROFILE),
  state: { B: encodeProfile(profile) },
  expires_at: { N: expiry(profile.titles[0]?.lastWatchedAt ?? profile.at, retentionMs) },
});

/** The playback in an item that is one. */
export const sessionIn = ({ state }: FeatureItem): SessionRecord | undefined =>
  state?.S === undefined ? undefined : decodeSession(state.S);

/** What the items under one pseudonym hold, without those whose time is over: DynamoDB deletes them days later. */
export const storedViewer = (items: readonly FeatureItem[], now: number): StoredViewer => {
  const live = items.filter(({ expires_at }) => Number(expires_at?.N ?? 0) * 1_000 > now);
  const profile = live.find(({ part }) => part?.S === PROFILE)?.['state']?.B;
  return {
    recent: live.flatMap((item) => sessionIn(item) ?? []),
    ...(profile && { profile: decodeProfile(profile) }),
  };
};

const keyOf = (viewerId: string, part: string): FeatureItem => ({ viewer_id: { S: viewerId }, part: { S: part } });

const expiry = (epochMs: number, retentionMs: number): string => String(Math.ceil((epochMs + retentionMs) / 1_000));

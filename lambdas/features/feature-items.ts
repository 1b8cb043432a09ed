import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import { decodeProfile, decodeSession, encodeProfile, encodeSession } from '../../domain/features/feature-codec';
import type { Profile } from '../../domain/features/profile';
import { RECORD_RETENTION_MS, type SessionRecord } from '../../domain/features/session-record';
import { summaryOf } from '../../domain/features/session-summary';
import type { StoredViewer } from '../../domain/features/viewer-features';
import { Fields } from '../foundation/fields';

/*
 * The features table. The partition of a viewer has an item for each playback of the last days, which `update-features` writes,
 * and one for the profile, which `rebuild-features` writes. The events of a playback are processed one after another, so each
 * item has one writer.
 */

/** Identifies a playback: one session of one viewer with one title. The viewer is a pseudonym. */
export interface SessionName {
  readonly viewerId: string;
  readonly sessionId: string;
  readonly contentId: string;
}

const PROFILE = 'profile';
const SESSION = 'session#';

/** The key of a playback's item. */
export const sessionKey = (name: SessionName): Item => keyOf(name.viewerId, partOf(name));

/** A playback as one string, for use as the key of a map. It is unique, because a pseudonym has no spaces. */
export const sessionText = (name: SessionName): string => `${name.viewerId} ${partOf(name)}`;

/** Unique, because the encoded title has no `#`. */
const partOf = ({ sessionId, contentId }: SessionName): string =>
  `${SESSION}${sessionId}#${encodeURIComponent(contentId)}`;

/** Selects every item of a pseudonym: the profile first, then the playbacks by their ids. */
export const viewerQuery = (tableName: string, pseudonym: string) => ({
  TableName: tableName,
  KeyConditionExpression: 'viewer_id = :viewer',
  ExpressionAttributeValues: toItem({ ':viewer': pseudonym }),
});

/** Selects the keys of every item of a pseudonym; the read is strongly consistent. */
export const viewerKeysQuery = (tableName: string, pseudonym: string) => ({
  ...viewerQuery(tableName, pseudonym),
  ProjectionExpression: 'viewer_id, part',
  ConsistentRead: true,
});

export const encodeSessionItem = (viewerId: string, record: SessionRecord): Item => ({
  ...sessionKey({ viewerId, ...record }),
  ...toItem({ state: encodeSession(record), expires_at: expiry(summaryOf(record).endedAt, RECORD_RETENTION_MS) }),
});

/** The profile expires once the viewer has watched nothing for `retentionMs`. */
export const encodeProfileItem = (viewerId: string, profile: Profile, retentionMs: number): Item => ({
  ...keyOf(viewerId, PROFILE),
  ...toItem({
    state: encodeProfile(profile),
    expires_at: expiry(profile.titles[0]?.lastWatchedAt ?? profile.at, retentionMs),
  }),
});

/** The playback in an item, with its viewer. */
export const decodeSessionItem = (item: unknown): { readonly viewerId: string; readonly record: SessionRecord } => {
  const fields = fieldsOf(item);
  return { viewerId: fields.text('viewer_id'), record: decodeSession(fields.text('state')) };
};

/** Decodes the items of one pseudonym without expired ones, which DynamoDB deletes days later. */
export const decodeViewer = (items: readonly unknown[], now: number): StoredViewer => {
  const current = items.map(fieldsOf).filter((fields) => fields.integer('expires_at') * 1_000 > now);
  const isProfile = (fields: Fields): boolean => fields.text('part') === PROFILE;
  const profile = current.find(isProfile);
  return {
    recent: current.filter((fields) => !isProfile(fields)).map((fields) => decodeSession(fields.text('state'))),
    ...(profile && { profile: decodeProfile(profile.bytes('state')) }),
  };
};

const fieldsOf = (item: unknown): Fields => new Fields(fromItem(item), 'item of the features table');

const keyOf = (viewerId: string, part: string): Item => toItem({ viewer_id: viewerId, part });

const expiry = (epochMs: number, retentionMs: number): number => Math.ceil((epochMs + retentionMs) / 1_000);

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet, type ReadOptions } from 'aws-clients/dynamodb';
import type { SessionRecord } from '../../domain/features/session-record';
import { decodeSessionItem, type SessionName, sessionKey, sessionText } from './feature-items';

/** Reads playbacks from the features table, a hundred per call, and returns a function that finds them by their names. */
export const readSessions = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  names: readonly SessionName[],
  options?: ReadOptions,
): Promise<StoredSessions> => {
  const found = new Map<string, SessionRecord>();
  for (const item of await batchGet(dynamodb, tableName, names.map(sessionKey), options)) {
    const { viewerId, record } = decodeSessionItem(item);
    found.set(sessionText({ viewerId, ...record }), record);
  }
  return (name) => found.get(sessionText(name));
};

/** The stored record of a playback; undefined if there is none. */
export type StoredSessions = (name: SessionName) => SessionRecord | undefined;

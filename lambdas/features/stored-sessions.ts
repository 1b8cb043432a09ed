import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet, type ReadOptions } from 'aws-clients/dynamodb';
import { sessionIn, sessionKey, type SessionName, sessionText } from './feature-items';
import type { SessionRecord } from '../../domain/features/session-record';

/** Reads playbacks from the features table, a hundred a call. What it returns gives each by its name; undefined where nothing is stored. */
export const readSessions = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  names: readonly SessionName[],
  options?: ReadOptions,
): Promise<StoredSessions> => {
  const found = new Map<string, SessionRecord>();
  for (const item of await batchGet(dynamodb, tableName, names.map(sessionKey), options)) {
    const record = sessionIn(item);
    if (record) found.set(sessionText({ viewerId: item['viewer_id']?.S ?? '', sessionId: record.sessionId }), record);
  }
  return (name) => found.get(sessionText(name));
};

/** What is stored of a playback. */
export type StoredSessions = (name: SessionName) => SessionRecord | undefined;

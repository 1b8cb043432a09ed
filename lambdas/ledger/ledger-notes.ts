import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite, type Item, queryAll, toItem } from 'aws-clients/dynamodb';
import { type AuditedEvent, auditedByPeriod } from '../../domain/ledger/audit';
import type { NoteKind } from '../../domain/ledger-path';
import { decodeNotedIds, encodeNote, notePartition } from './ledger-items';
import type { LedgerScope } from './ledger-scope';

/** DynamoDB limits an item to 400 KB; an id takes 16 bytes. */
const IDS_PER_ITEM = 20_000;

/**
 * The notes of a batch: one item per period, more if they exceed the size of an item. `source` names the batch, so a
 * batch that is delivered again overwrites its own notes. If it is delivered again with other bounds, notes overlap,
 * which a set tolerates.
 */
export const noteItems = (
  kind: NoteKind,
  source: string,
  events: Iterable<AuditedEvent>,
  { audit, salts, keepMs }: LedgerScope,
): readonly Item[] =>
  [...auditedByPeriod(events, audit)].flatMap(([period, set]) => {
    const ids = [...set];
    return Array.from({ length: Math.ceil(ids.length / IDS_PER_ITEM) }, (_, part) =>
      encodeNote({
        ...{ kind, period, salt: saltOf(source, salts), entry: `${source}#${part}` },
        ids: ids.slice(part * IDS_PER_ITEM, (part + 1) * IDS_PER_ITEM),
        expiresAtMs: period + keepMs,
      }),
    );
  });

/** Writes notes; rejects if some could not be written. */
export const writeNotes = (dynamodb: DynamoDBClient, { tableName }: LedgerScope, items: readonly Item[]) =>
  batchWrite(dynamodb, tableName, items);

/** The distinct ids noted for a period. The read is strongly consistent: it reflects every note written before it. */
export const readNotes = async (
  dynamodb: DynamoDBClient,
  kind: NoteKind,
  period: number,
  { tableName, salts }: LedgerScope,
): Promise<ReadonlySet<string>> => {
  const readSalt = (salt: number): Promise<readonly Item[]> =>
    queryAll(dynamodb, {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#partition = :partition',
      ProjectionExpression: 'ids',
      ExpressionAttributeNames: { '#partition': 'partition' },
      ExpressionAttributeValues: toItem({ ':partition': notePartition({ period, kind, salt }) }),
    });
  const items = await Promise.all(Array.from({ length: salts }, (_, salt) => readSalt(salt)));
  return new Set(items.flat().flatMap(decodeNotedIds));
};

const saltOf = (source: string, salts: number): number =>
  createHash('sha256').update(source).digest().readUInt32BE() % salts;

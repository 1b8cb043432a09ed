import { createHash } from 'node:crypto';
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { auditedByPeriod, type AuditedEvent } from '../../domain/ledger/audit';
import { decodeEventIds, encodeEventIds } from '../../domain/ledger/event-id-codec';
import { batchWrite, type Item } from 'aws-clients/dynamodb';
import type { LedgerScope } from './ledger-scope';

/** Who noted what: that an event was accepted or refused, or that a step has taken it in. */
export type NoteKind = 'accepted' | 'refused' | 'counted';

/** An item holds 400 KB, at 16 bytes an id. */
const IDS_PER_ITEM = 20_000;

/**
 * The notes of a batch: one item a period, more where they would pass DynamoDB's 400 KB. `source` names the batch, so one
 * that comes again overwrites its own notes; where it comes again with other bounds, notes overlap, and a set bears that.
 */
export const noteItems = (
  kind: NoteKind,
  source: string,
  events: Iterable<AuditedEvent>,
  { audit, salts, keepMs }: LedgerScope,
): readonly Item[] =>
  [...auditedByPeriod(events, audit)].flatMap(([period, set]) => {
    const ids = [...set];
    return Array.from({ length: Math.ceil(ids.length / IDS_PER_ITEM) }, (_, part) => ({
      partition: { S: notePartition(period, kind, saltOf(source, salts)) },
      entry: { S: `${source}#${part}` },
      ids: { B: encodeEventIds(ids.slice(part * IDS_PER_ITEM, (part + 1) * IDS_PER_ITEM)) },
      expires_at: { N: String(Math.ceil((period + keepMs) / 1_000)) },
    }));
  });

/** Writes notes; throws where some could not be written. */
export const writeNotes = (dynamodb: DynamoDBClient, { tableName }: LedgerScope, items: readonly Item[]) =>
  batchWrite(dynamodb, tableName, items);

/** The different ids noted of a period. Strongly consistent: what was noted before is in it. */
export const readNotes = async (
  dynamodb: DynamoDBClient,
  kind: NoteKind,
  period: number,
  { tableName, salts }: LedgerScope,
): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  const readSalt = async (salt: number): Promise<void> => {
    const pages = paginateQuery(
      { client: dynamodb },
      {
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#partition = :partition',
        ProjectionExpression: 'ids',
        ExpressionAttributeNames: { '#partition': 'partition' },
        ExpressionAttributeValues: { ':partition': { S: notePartition(period, kind, salt) } },
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) for (const id of decodeEventIds(item['ids']?.B ?? new Uint8Array())) ids.add(id);
    }
  };
  await Promise.all(Array.from({ length: salts }, (_, salt) => readSalt(salt)));
  return ids;
};

const notePartition = (period: number, kind: NoteKind, salt: number): string => `${period}#${kind}#${salt}`;

const saltOf = (source: string, salts: number): number =>
  createHash('sha256').update(source).digest().readUInt32BE() % salts;

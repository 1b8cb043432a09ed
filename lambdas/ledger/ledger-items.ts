import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import type { NoteKind } from '../../domain/ledger-path';
import type { Account, Entry } from '../../domain/ledger/account';
import { PATHS } from '../../domain/ledger/paths';
import { decodeEventIds, encodeEventIds } from '../../domain/ledger/event-id-codec';
import type { Gaps } from '../../domain/ledger/gaps';
import { Fields } from '../foundation/fields';

/*
 * The ledger table. Partition `<period>#<kind>#<salt>` holds the notes of a period, partition `accounts` one account per
 * period, and partition `gaps` the gaps found up to a period.
 */

/** Ids of events that one batch noted. */
export interface Note {
  readonly kind: NoteKind;
  readonly period: number;
  readonly salt: number;
  /** Names the batch and the part of it; a batch that is repeated overwrites its notes. */
  readonly entry: string;
  readonly ids: readonly string[];
  /** When DynamoDB may delete it, epoch ms. */
  readonly expiresAtMs: number;
}

/** The partition of the notes of one kind, period and salt. */
export const notePartition = ({ period, kind, salt }: Pick<Note, 'kind' | 'period' | 'salt'>): string =>
  `${period}#${kind}#${salt}`;

export const encodeNote = (note: Note): Item =>
  toItem({
    partition: notePartition(note),
    entry: note.entry,
    ids: encodeEventIds(note.ids),
    expires_at: toSeconds(note.expiresAtMs),
  });

/** The ids in a note. */
export const decodeNotedIds = (item: unknown): readonly string[] =>
  decodeEventIds(new Fields(fromItem(item), 'ledger note').bytes('ids'));

/** A partition with one item per period. */
export type PeriodPartition = 'accounts' | 'gaps';

/** The sort key of a period's item; it sorts by time. */
const periodEntry = (period: number): string => String(Math.max(0, period)).padStart(14, '0');

export const encodeAccount = ({ period, accepted, refused, entries }: Account, expiresAtMs: number): Item =>
  toItem({ ...head('accounts', period, expiresAtMs), accepted, refused, paths: JSON.stringify(entries) });

export const decodeAccount = (item: unknown): Account => {
  const fields = new Fields(fromItem(item), 'account');
  const paths = Fields.parse(fields.text('paths'), 'paths of the account');
  const entries = PATHS.flatMap((path) => {
    const entry = paths.optional(path, (name) => decodeEntry(paths.object(name)));
    return entry ? [[path, entry] as const] : [];
  });
  return {
    period: fields.integer('period'),
    accepted: fields.integer('accepted'),
    refused: fields.integer('refused'),
    entries: Object.fromEntries(entries),
  };
};

const decodeEntry = (fields: Fields): Entry => ({
  expected: fields.integer('expected'),
  found: fields.integer('found'),
  unannounced: fields.integer('unannounced'),
  examples: fields.texts('examples'),
  pending: fields.integer('pending'),
  lost: fields.integer('lost'),
});

export const encodeGaps = (period: number, gaps: readonly Gaps[], expiresAtMs: number): Item =>
  toItem({ ...head('gaps', period, expiresAtMs), gaps: JSON.stringify(gaps) });

export const decodeGaps = (item: unknown): readonly Gaps[] => {
  const gaps: unknown = JSON.parse(new Fields(fromItem(item), 'item of gaps').text('gaps'));
  return new Fields({ gaps }, 'item of gaps').list('gaps', (one) => {
    const fields = new Fields(one, 'gap');
    return {
      deviceType: fields.text('deviceType'),
      appVersion: fields.text('appVersion'),
      expected: fields.integer('expected'),
      missing: fields.integer('missing'),
    };
  });
};

const head = (partition: PeriodPartition, period: number, expiresAtMs: number) => ({
  partition,
  entry: periodEntry(period),
  period,
  received_from: new Date(period).toISOString(),
  expires_at: toSeconds(expiresAtMs),
});

const toSeconds = (ms: number): number => Math.ceil(ms / 1_000);

/** Selects the items of a period and of those after it, oldest first. */
export const periodQuery = (tableName: string, partition: PeriodPartition, from = 0) => ({
  TableName: tableName,
  ConsistentRead: true,
  KeyConditionExpression: '#partition = :partition AND #entry >= :from',
  ExpressionAttributeNames: { '#partition': 'partition', '#entry': 'entry' },
  ExpressionAttributeValues: toItem({ ':partition': partition, ':from': periodEntry(from) }),
});

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import { DAY_MS } from '../../domain/lake';
import type { ErrorRanking, ErrorSummary, Tally } from '../../domain/quality';
import { Fields } from '../foundation/fields';

/*
 * The table of error codes. Partition `<date>` (UTC, of receipt) holds what each environment of watch-quality has counted on
 * that day, with the sort key `counted#<environment>`, and one item `ranking`. Lists of codes are deflated JSON.
 */

const RANKING = 'ranking';
const COUNTED = 'counted#';

/** Rankings are kept for a week, to look back; what they are made from is not needed longer, but costs little. */
const KEEP_DAYS = 7;

/** The key of a day's ranking. */
export const rankingKey = (date: string): Item => toItem({ date, part: RANKING });

/** Selects what the environments have counted on a day. */
export const countedOn = (tableName: string, date: string) => ({
  TableName: tableName,
  KeyConditionExpression: '#date = :date AND begins_with(part, :counted)',
  ExpressionAttributeNames: { '#date': 'date' },
  ExpressionAttributeValues: toItem({ ':date': date, ':counted': COUNTED }),
});

/** What an environment has counted on a day. */
export const encodeCounted = (date: string, environment: string, summaries: readonly ErrorSummary[]): Item =>
  toItem({ date, part: COUNTED + environment, codes: pack(summaries), expires_at: expiryOf(date) });

/** Throws a DecodeError if the item is not as {@link encodeCounted} writes it. */
export const decodeCounted = (item: unknown): readonly ErrorSummary[] =>
  codesIn(new Fields(fromItem(item), 'counted errors'));

export const encodeRanking = (date: string, { codes, otherSessions, rankedAt }: ErrorRanking): Item =>
  toItem({
    ...{ date, part: RANKING, codes: pack(codes) },
    ...{ other_sessions: otherSessions, ranked_at_ms: rankedAt, expires_at: expiryOf(date) },
  });

/** Throws a DecodeError if the item is not as {@link encodeRanking} writes it. */
export const decodeRanking = (item: unknown): ErrorRanking => {
  const fields = new Fields(fromItem(item), 'ranking of errors');
  return {
    codes: codesIn(fields),
    otherSessions: fields.number('other_sessions'),
    rankedAt: fields.number('ranked_at_ms'),
  };
};

const expiryOf = (date: string): number => (Date.parse(date) + (KEEP_DAYS + 1) * DAY_MS) / 1_000;

const pack = (codes: readonly ErrorSummary[]): Uint8Array => deflateRawSync(JSON.stringify({ codes }));

const codesIn = (fields: Fields): readonly ErrorSummary[] =>
  Fields.parse(inflateRawSync(fields.bytes('codes')).toString(), 'list of error codes').list('codes', toSummary);

const toSummary = (value: unknown): ErrorSummary => {
  const fields = new Fields(value, 'error code');
  const tallies = (name: string): readonly Tally[] => fields.list(name, toTally);
  return {
    code: fields.text('code'),
    sessions: fields.number('sessions'),
    firstSeenAt: fields.number('firstSeenAt'),
    lastSeenAt: fields.number('lastSeenAt'),
    minutes: tallies('minutes'),
    appVersions: tallies('appVersions'),
    deviceTypes: tallies('deviceTypes'),
    contentIds: tallies('contentIds'),
  };
};

const toTally = (value: unknown): Tally => {
  const [name, sessions] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return [String(name), Number(sessions)];
};

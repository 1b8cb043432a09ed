import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { batchWrite, queryAll } from 'aws-clients/dynamodb';
import type { Account } from '../../domain/ledger/account';
import type { Gaps } from '../../domain/ledger/gaps';
import { decodeAccount, decodeGaps, encodeAccount, encodeGaps, periodQuery } from './ledger-items';
import type { LedgerScope } from './ledger-scope';

/** Accounts and gaps are kept this many times as long as notes. */
const KEEP_FACTOR = 8;

/** The accounts of a period and of those after it, oldest first. */
export const readAccounts = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  from: number,
): Promise<readonly Account[]> =>
  (await queryAll(dynamodb, periodQuery(tableName, 'accounts', from))).map(decodeAccount);

/** The account of the newest period that has one; undefined if there is none. */
export const readNewestAccount = async (dynamodb: DynamoDBClient, tableName: string): Promise<Account | undefined> => {
  const query = { ...periodQuery(tableName, 'accounts'), ScanIndexForward: false, Limit: 1 };
  const { Items: [item] = [] } = await dynamodb.send(new QueryCommand(query));
  return item && decodeAccount(item);
};

/** Gaps found in a period and in those after it. */
export const readGaps = async (dynamodb: DynamoDBClient, tableName: string, from: number): Promise<readonly Gaps[]> =>
  (await queryAll(dynamodb, periodQuery(tableName, 'gaps', from))).flatMap(decodeGaps);

/** Writes accounts over those of the same periods. */
export const writeAccounts = (
  dynamodb: DynamoDBClient,
  { tableName, keepMs }: LedgerScope,
  accounts: readonly Account[],
): Promise<void> =>
  batchWrite(
    dynamodb,
    tableName,
    accounts.map((account) => encodeAccount(account, account.period + KEEP_FACTOR * keepMs)),
  );

/** Writes the gaps found in periods up to the given one. */
export const writeGaps = (
  dynamodb: DynamoDBClient,
  { tableName, keepMs }: LedgerScope,
  period: number,
  gaps: readonly Gaps[],
): Promise<void> => batchWrite(dynamodb, tableName, [encodeGaps(period, gaps, period + KEEP_FACTOR * keepMs)]);

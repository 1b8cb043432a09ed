import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Account, Entry } from '../../domain/ledger/account';
import type { Gaps } from '../../domain/ledger/gaps';
import { batchWrite, type Item } from 'aws-clients/dynamodb';
import type { LedgerScope } from './ledger-scope';

/** Accounts outlive their notes by so many times. */
const KEEP_TIMES = 8;

/** The accounts, one item a period, overwritten at each look; beside them the gaps, written once. */
export class AccountBook {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly scope: LedgerScope,
  ) {}

  /** Every account from a period on, oldest first. */
  async since(period: number): Promise<readonly Account[]> {
    return (await this.query('accounts', period)).map(toAccount);
  }

  async write(accounts: readonly Account[]): Promise<void> {
    await this.put(
      accounts.map(({ period, accepted, refused, entries }) => ({
        ...this.head('accounts', period),
        accepted: n(accepted),
        refused: n(refused),
        paths: { S: JSON.stringify(entries) },
      })),
    );
  }

  /** Gaps found in periods from this one on. */
  async gapsSince(period: number): Promise<readonly Gaps[]> {
    const items = await this.query('gaps', period);
    return items.flatMap(({ gaps }) => JSON.parse(gaps?.S ?? '[]') as readonly Gaps[]); // our own writing
  }

  async writeGaps(period: number, gaps: readonly Gaps[]): Promise<void> {
    await this.put([{ ...this.head('gaps', period), gaps: { S: JSON.stringify(gaps) } }]);
  }

  private head(kind: 'accounts' | 'gaps', period: number): Item {
    return {
      partition: { S: kind },
      entry: { S: entryOf(period) },
      period: n(period),
      received_from: { S: new Date(period).toISOString() },
      expires_at: n(Math.ceil((period + KEEP_TIMES * this.scope.keepMs) / 1_000)),
    };
  }

  private put(items: readonly Item[]): Promise<void> {
    return batchWrite(this.dynamodb, this.scope.tableName, items);
  }

  private async query(kind: 'accounts' | 'gaps', from: number): Promise<readonly Item[]> {
    const items: Item[] = [];
    const pages = paginateQuery(
      { client: this.dynamodb },
      {
        TableName: this.scope.tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#partition = :partition AND #entry >= :from',
        ExpressionAttributeNames: { '#partition': 'partition', '#entry': 'entry' },
        ExpressionAttributeValues: { ':partition': { S: kind }, ':from': { S: entryOf(from) } },
      },
    );
    for await (const page of pages) items.push(...(page.Items ?? []));
    return items;
  }
}

const n = (value: number): AttributeValue.NMember => ({ N: String(value) });

/** Sorts as periods do. */
const entryOf = (period: number): string => String(Math.max(0, period)).padStart(14, '0');

/** Only this step writes them, so they are what it wrote. */
const toAccount = (item: Item): Account => ({
  period: Number(item['period']?.N),
  accepted: Number(item['accepted']?.N),
  refused: Number(item['refused']?.N),
  entries: JSON.parse(item['paths']?.S ?? '{}') as Readonly<Record<string, Entry>>,
});

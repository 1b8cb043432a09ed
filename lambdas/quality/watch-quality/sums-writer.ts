import { randomBytes, randomInt } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from 'aws-clients/dynamodb';
import { encodeSums, type PeriodSums } from '../../../domain/quality';
import { timeKey } from '../../foundation/time-key';
import { encodeSumsItem } from '../sums-items';

/** Hands the sums of a batch to the detection. */
export class SumsWriter {
  /** Tells the items of this environment from those of others. */
  private readonly writer = randomBytes(6).toString('base64url');
  private batches = 0;

  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    private readonly salts: number,
    private readonly now: () => number,
  ) {}

  /** Rejects if the table refuses a part at every attempt. */
  async write(periods: readonly PeriodSums[]): Promise<void> {
    const writtenAt = this.now();
    const salt = randomInt(this.salts);
    const batch = `${timeKey(writtenAt)}#${this.writer}#${this.batches++}`;
    const items = periods
      .flatMap((sums) => encodeSums(sums))
      .map((payload, part) => encodeSumsItem({ batch: `${batch}#${part}`, payload }, writtenAt, salt));
    await batchWrite(this.dynamodb, this.tableName, items);
  }
}

import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LedgerEnv } from '../../lambdas/foundation/env';
import { Table } from '../foundation/table';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';

/** Settings that the writers and the reader of notes share. */
export interface LedgerTableProps {
  /** Events whose id ends with this suffix are audited: '' for all, '000' for one in 4,096. */
  readonly auditedSuffix: string;
  /** The time span of one account. */
  readonly period: Duration;
  /** Partition keys per period and kind of note; each accepts 1,000 writes/s. */
  readonly salts: number;
  /** How long notes are kept. */
  readonly lookBack: Duration;
}

/**
 * The ledger's notes, which list the audited events that each step received, by period of receipt, and the accounts
 * that `reconcile` derives from them. The table is in the stack of ingest, because the steps of every path write notes.
 */
export class LedgerTable extends Table {
  /** The environment variables of every step that writes or reads notes. */
  readonly environment: LedgerEnv;

  constructor(scope: Construct, id: string, { salts, period, lookBack, auditedSuffix }: LedgerTableProps) {
    super(scope, id, {
      name: 'ledger',
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'entry', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires_at',
      viewerData: NO_VIEWER_DATA, // event ids and counts
    });
    this.environment = {
      LEDGER_TABLE_NAME: this.tableName,
      LEDGER_SALTS: String(salts),
      LEDGER_PERIOD_SECONDS: String(period.toSeconds()),
      LEDGER_KEEP_SECONDS: String(lookBack.toSeconds()),
      AUDITED_EVENTS: `%${auditedSuffix}`,
    };
  }

  /** Allows writing notes. */
  grantNotes(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:BatchWriteItem');
  }
}

import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LedgerEnv } from '../../lambdas/foundation/env';
import type { StageConfig } from '../stages/config';

/** Notes of the audited events that each step took in, by period of receipt, and the accounts that `reconcile` makes of them. */
export class LedgerTable extends TableV2 {
  /** What whoever writes or reads notes must know. */
  readonly environment: LedgerEnv;

  constructor(scope: Construct, id: string, { name, ledger, removalPolicy }: StageConfig) {
    super(scope, id, {
      tableName: `playhead-${name}-ledger`,
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'entry', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expires_at',
      removalPolicy,
    });
    this.environment = {
      LEDGER_TABLE_NAME: this.tableName,
      LEDGER_SALTS: String(ledger.salts),
      LEDGER_PERIOD_SECONDS: String(ledger.period.toSeconds()),
      LEDGER_KEEP_SECONDS: String(ledger.lookBack.toSeconds()),
      AUDITED_EVENTS: `%${ledger.auditedSuffix}`,
    };
  }

  /** Lets it write notes. */
  grantNotes(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:BatchWriteItem');
  }
}

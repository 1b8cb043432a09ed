import { Construct } from 'constructs';
import type { ShowLedgerEnv } from '../../lambdas/ledger/show-ledger/env';
import type { StageConfig } from '../stages/config';
import { Handler } from '../foundation/handler';
import type { LedgerTable } from '../ingest/ledger-table';

/** Properties of {@link ShowLedger}. */
export interface ShowLedgerProps {
  readonly stage: StageConfig;
  readonly ledger: LedgerTable;
}

/** What a dashboard asks for the accounts by hour, and for the app versions that lose events: as metrics these would be without bound. */
export class ShowLedger extends Construct {
  readonly handler: Handler<ShowLedgerEnv>;

  constructor(scope: Construct, id: string, { stage, ledger }: ShowLedgerProps) {
    super(scope, id);
    this.handler = new Handler<ShowLedgerEnv>(this, 'Function', {
      subsystem: 'ledger',
      step: 'show-ledger',
      stage,
      environment: ledger.environment,
      memoryMiB: 256,
      description: 'Shows the ledger on a dashboard.',
    });
    ledger.grant(this.handler, 'dynamodb:Query');
  }
}

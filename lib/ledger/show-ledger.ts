import { Construct } from 'constructs';
import type { ShowLedgerEnv } from '../../lambdas/ledger/show-ledger/env';
import { Handler } from '../foundation/handler';
import type { LedgerTable } from '../ingest';

/**
 * A custom widget that shows accounts by hour, and the app versions that lose events. App versions have no bound, so
 * they are not metrics.
 */
export class ShowLedger extends Construct {
  readonly handler: Handler<ShowLedgerEnv>;

  constructor(scope: Construct, id: string, ledger: LedgerTable) {
    super(scope, id);
    this.handler = new Handler<ShowLedgerEnv>(this, 'Function', {
      step: 'show-ledger',
      environment: ledger.environment,
      memoryMiB: 256,
      description: 'Shows the ledger on a dashboard.',
    });
    ledger.grant(this.handler, 'dynamodb:Query');
  }
}

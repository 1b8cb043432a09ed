import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { lake } from '../lake';
import { warehouse } from '../warehouse';
import { LedgerStack } from './ledger-stack';

/** The ledger: accounts for every accepted event on every path. */
export const ledger = defineSubsystem('ledger', (stage, name) => {
  const { ledger: notes, overflow, quarantine } = ingest.in(stage);
  const { bucket, tables, queryResults } = lake.in(stage);
  return new LedgerStack(stage, name, {
    config: stage.config.ledger,
    ...{ notes, overflow, quarantine, bucket, tables, queryResults },
    warehouse: warehouse.in(stage).warehouse,
    recipient: alerts.in(stage).topic,
  });
});

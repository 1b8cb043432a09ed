import { Duration } from 'aws-cdk-lib';
import { alerts } from '../alerts';
import { features } from '../features';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { lake } from '../lake';
import { warehouse } from '../warehouse';
import { ErasureStack } from './erasure-stack';

/** Erasure: removes a viewer from every store. */
export const erasure = defineSubsystem('erasure', (stage, name) => {
  const { config } = stage;
  const { bucket, tables, curation: workgroup } = lake.in(stage);
  const delivered = config.lake.buffer.interval.plus(Duration.minutes(1));
  const accounted = config.ledger.period.plus(config.ledger.period).plus(config.ledger.paths.raw.from);
  return new ErasureStack(stage, name, {
    ...{ bucket, tables, workgroup },
    features: features.in(stage).features,
    loadWarehouse: warehouse.in(stage).loadWarehouse,
    curationSlices: config.lake.curationSlices,
    // By then Firehose has delivered an event and the ledger has found it. If it were erased earlier, the ledger would
    // report it as lost.
    settledAfter: delivered.toSeconds() > accounted.toSeconds() ? delivered : accounted,
    pseudonymKey: ingest.in(stage).pseudonymKey,
    recipient: alerts.in(stage).topic,
  });
});

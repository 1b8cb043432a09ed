import { Duration } from 'aws-cdk-lib';
import { alerts } from '../alerts';
import { features } from '../features';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { lake } from '../lake';
import { warehouse } from '../warehouse';
import { ErasureStack } from './erasure-stack';

/**
 * After this, no event of the viewer is accepted and update-features writes no features of the viewer: a function refreshes
 * its copy of the list of erased viewers every minute, and works on a batch for at most half a minute.
 */
const DROPPED = Duration.seconds(90);

const longer = (one: Duration, other: Duration): Duration => (one.toSeconds() > other.toSeconds() ? one : other);

/** Erasure: removes a viewer from every store. */
export const erasure = defineSubsystem('erasure', (stage, name) => {
  const { config } = stage;
  const { pseudonymKey, suppressedViewers, overflow, quarantine } = ingest.in(stage);
  const { bucket, tables, curation: workgroup } = lake.in(stage);
  // When `delivered` and `accounted` are over, Firehose has delivered an event and the ledger has found it in raw or in the
  // quarantine. If the event were erased earlier, the ledger would report it as lost.
  const delivered = config.lake.buffer.interval.plus(Duration.minutes(1));
  const { period, paths } = config.ledger;
  const accounted = period.plus(period).plus(longer(paths.raw.from, paths.quarantined.from));
  return new ErasureStack(stage, name, {
    ...{ bucket, tables, workgroup },
    features: features.in(stage).features,
    loadWarehouse: warehouse.in(stage).loadWarehouse,
    curationSlices: config.lake.curationSlices,
    settledAfter: DROPPED.plus(longer(delivered, accounted)),
    ...{ pseudonymKey, suppressedViewers, overflow, quarantine },
    recipient: alerts.in(stage).topic,
  });
});

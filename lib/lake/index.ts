import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { LakeStack } from './lake-stack';

export type { LakeBucket } from './lake-bucket';
export type { LakeTables } from './lake-tables';
export { Workgroup } from './workgroup';

/** The lake: all history, curated each night, billed by the bytes that a query scans. */
export const lake = defineSubsystem('lake', (stage, name) => {
  const { events, quarantine } = ingest.in(stage);
  return new LakeStack(stage, name, {
    config: stage.config.lake,
    events,
    quarantine,
    recipient: alerts.in(stage).topic,
  });
});

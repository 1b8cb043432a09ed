import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { lake } from '../lake';
import { FeaturesStack } from './features-stack';

export type { FeaturesTable } from './features-table';

/** Features: the recent playbacks and the profile of each viewer. */
export const features = defineSubsystem('features', (stage, name) => {
  const { bucket, tables, curation: workgroup } = lake.in(stage);
  const { events, suppressedViewers } = ingest.in(stage);
  const { topic: recipient } = alerts.in(stage);
  return new FeaturesStack(stage, name, {
    config: stage.config.features,
    ...{ events, suppressedViewers, bucket, tables, workgroup, recipient },
  });
});

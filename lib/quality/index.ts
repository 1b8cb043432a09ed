import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { QualityStack } from './quality-stack';

/** Playback quality: metrics and alarms that do not depend on the stream. */
export const quality = defineSubsystem('quality', (stage, name) => {
  const { quality: reports } = ingest.in(stage);
  return new QualityStack(stage, name, { config: stage.config.quality, reports, recipient: alerts.in(stage).topic });
});

import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { ingest } from '../ingest';
import { LiveStack } from './live-stack';

/** Live counts: the number of concurrent streams. */
export const live = defineSubsystem('live', (stage, name) => {
  const { events, overflow, ledger } = ingest.in(stage);
  const { topic: recipient } = alerts.in(stage);
  return new LiveStack(stage, name, { config: stage.config.live, events, overflow, ledger, recipient });
});

import { defineService } from '../../core/service-module';
import { Lambda } from './lambda';

/** How long a stop waits at most for event sources to process the remaining records of the streams. */
const DRAIN_MS = 5_000;

/** Lambda functions and the event source mappings that feed them. */
export const lambda = defineService('lambda', ({ surroundings, faults, access, assemblyDir, need, provide }) =>
  provide(
    'functions',
    new Lambda({
      surroundings,
      faults,
      access,
      assetRoot: assemblyDir,
      streams: need('streams'),
      queues: need('queues'),
      logs: need('logs'),
      sinks: { objects: need('objects'), queues: need('queues') },
      drainMs: DRAIN_MS,
    }),
  ),
);

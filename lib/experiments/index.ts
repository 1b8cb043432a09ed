import { defineSubsystem } from '../foundation/subsystem';
import { lake } from '../lake';
import { ExperimentsStack } from './experiments-stack';

/** Experiments: views that compare the variants of A/B tests. */
export const experiments = defineSubsystem(
  'experiments',
  (stage, name) => new ExperimentsStack(stage, name, lake.in(stage).tables),
);

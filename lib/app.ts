import { type Environment, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { StageScope } from './foundation/stage-scope';
import { operations } from './operations';
import type { StageConfig } from './stages/config';
import * as subsystems from './subsystems';

/** One deployment of Playhead: the stacks of every subsystem. */
export class PlayheadStage extends StageScope {
  constructor(scope: Construct, config: StageConfig, env: Environment) {
    super(scope, config, env);
    const byName = Object.entries(subsystems).sort(([left], [right]) => left.localeCompare(right));
    for (const [, subsystem] of byName) subsystem.in(this);
    operations.in(this);
    Tags.of(this).add('service', 'playhead');
    Tags.of(this).add('stage', config.name);
  }
}

import { type Environment, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/**
 * The scope of one deployment: a CDK stage that carries its configuration. Each subsystem takes its own slice from it.
 */
export class StageScope extends Stage {
  constructor(
    scope: Construct,
    readonly config: StageConfig,
    env: Environment,
  ) {
    super(scope, config.name, { env });
  }
}

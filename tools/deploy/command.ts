import { spawnSync } from 'node:child_process';
import { STAGE_NAMES } from '../../lib/stages/stage-names';
import { defineCommand } from '../command/command';
import { awsEnvironment, inheritedEnvironment } from '../command/env';
import { print } from '../command/output';
import { isReady, type SynthesizeStage } from '../preflight/command';
import { findDeployTarget } from './deploy-target';
import { hasRoomToReserve } from './reservations';

/** The CDK commands that work on all stacks of one stage. */
const CDK_VERBS = {
  diff: 'Shows what a deployment would change in the stacks of a stage.',
  deploy: 'Deploys the stacks of a stage, in the order of their dependencies.',
  destroy: 'Deletes the stacks of a stage, in reverse order.',
} as const;
type CdkVerb = keyof typeof CDK_VERBS;

/**
 * `npm run deploy`, `diff` or `destroy`: prints the account and region, then runs the CDK. A deployment starts only if
 * preflight finds nothing that would make it fail.
 */
export const cdkCommand = (verb: CdkVerb, synthesize: SynthesizeStage) =>
  defineCommand({
    name: `npm run ${verb}`,
    summary: CDK_VERBS[verb],
    options: {
      stage: { type: 'text', choices: STAGE_NAMES, isRequired: true, description: 'the stage' },
      profile: { type: 'text', placeholder: 'NAME', description: 'a profile of the shared AWS configuration' },
      'skip-preflight': { type: 'flag', description: 'deploys without checking quotas, zones and names first' },
    },
    positionals: [
      {
        name: 'CDK_OPTION',
        description: 'options of the CDK, after a second "--", such as -- --require-approval never',
        isRepeatable: true,
      },
    ],
    example: '--stage dev',
    run: async ({ stage, profile, 'skip-preflight': skipsPreflight }, cdkOptions) => {
      const { account, region } = await findDeployTarget({ region: awsEnvironment().region, profile });
      print(`${verb} ${stage}: account ${account}, ${region}`);
      const synthesized = await synthesize(stage);
      if (verb === 'deploy' && !skipsPreflight) {
        if (!(await isReady(synthesized, { account, region }, profile))) return 1;
      }
      const options = { region, maxAttempts: 2, ...(profile !== undefined && { profile }) };
      const reserves = await hasRoomToReserve(synthesized.templates, options);
      if (!reserves) print('The account has no room for the reserved concurrency of the stage, which is left out.');
      const { status } = spawnSync(
        process.execPath,
        [
          ...[require.resolve('aws-cdk/bin/cdk'), verb, `${stage}/*`, '--context', `stage=${stage}`],
          ...(reserves ? [] : ['--context', 'reserve=false']),
          ...(profile === undefined ? [] : ['--profile', profile]),
          ...cdkOptions,
        ],
        { stdio: 'inherit', env: { ...inheritedEnvironment(), AWS_REGION: region } },
      );
      return status ?? 1;
    },
  });

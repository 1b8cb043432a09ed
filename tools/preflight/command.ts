import { STAGE_NAMES, type StageName } from '../../lib/stages/stage-names';
import { defineCommand } from '../command/command';
import { awsEnvironment } from '../command/env';
import { print } from '../command/output';
import { type DeployTarget, findDeployTarget } from '../deploy/deploy-target';
import type { Finding } from './finding';
import { preflight, type SynthesizedTemplates } from './preflight';

/** Synthesizes a stage for the region of the deployment. */
export type SynthesizeStage = (stage: StageName) => Promise<SynthesizedTemplates>;

/** `npm run preflight`: checks whether a deployment of a stage would fail, and prints what to request or run. */
export const preflightCommand = (synthesize: SynthesizeStage) =>
  defineCommand({
    name: 'npm run preflight',
    summary: 'Checks quotas, zones, the bootstrap and names before a deployment, and prints what to request or run.',
    options: {
      stage: { type: 'text', choices: STAGE_NAMES, isRequired: true, description: 'the stage to be deployed' },
      profile: { type: 'text', placeholder: 'NAME', description: 'a profile of the shared AWS configuration' },
    },
    example: '--stage prod',
    run: async ({ stage, profile }) => {
      const target = await findDeployTarget({ region: awsEnvironment().region, profile });
      print(`preflight of ${stage}: account ${target.account}, ${target.region}`);
      return (await isReady(await synthesize(stage), target, profile)) ? 0 : 1;
    },
  });

/** Some calls, such as DescribeLogGroups, are limited to a few per second, and preflight makes many at once. */
const MAX_ATTEMPTS = 8;

/** Runs preflight and prints its findings; resolves to whether a deployment can succeed. */
export const isReady = async (
  stage: SynthesizedTemplates,
  target: DeployTarget,
  profile: string | undefined,
): Promise<boolean> => {
  const options = { region: target.region, maxAttempts: MAX_ATTEMPTS, ...(profile !== undefined && { profile }) };
  const findings = await preflight(stage, { ...target, options });
  for (const line of report(findings)) print(line);
  return findings.every(({ kind }) => kind !== 'fails');
};

/** The report: what would fail, then what an operator should know, then the result. */
export const report = (findings: readonly Finding[]): readonly string[] => {
  const failures = findings.filter(({ kind }) => kind === 'fails');
  const notes = findings.filter(({ kind }) => kind === 'note');
  return [
    ...failures.flatMap(({ problem, action }) => [`FAILS  ${problem}`, `       ${action}`]),
    ...notes.flatMap(({ problem, action }) => [`note   ${problem}`, `       ${action}`]),
    failures.length === 0
      ? 'Preflight found nothing that stops a deployment.'
      : `Preflight found ${failures.length} ${failures.length === 1 ? 'reason' : 'reasons'} why a deployment would fail.`,
  ];
};

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { isStageName, STAGE_NAMES, type StageName } from '../lib/stages/stage-names';
import { findDeployTarget, NoDeployTarget } from './deploy-target';

/** What can't be done as it was typed; the message is for the person who typed it. */
class UsageError extends Error {}

/** What a CDK verb is asked to do. */
interface Asked {
  readonly verb: string;
  readonly stage: StageName;
  readonly profile: string | undefined;
  /** Handed on to the CDK as they are. */
  readonly others: readonly string[];
}

const readLine = (line: string[]): Asked => {
  const options = { stage: { type: 'string' }, profile: { type: 'string' } } as const;
  const { values, positionals } = parse(() => parseArgs({ args: line, options, allowPositionals: true }));
  const [verb = 'diff', ...others] = positionals;
  const { stage, profile } = values;
  if (isStageName(stage)) return { verb, stage, profile, others };
  const problem = stage === undefined ? 'Say which stage' : `There is no stage "${stage}"`;
  throw new UsageError(`${problem}: npm run ${verb} -- --stage ${STAGE_NAMES.join('|')}`);
};

const parse = <Parsed>(read: () => Parsed): Parsed => {
  try {
    return read();
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new UsageError(`${problem}. Options of the CDK go behind a further "--".`);
  }
};

/** `tsx bin/cdk.ts deploy --stage dev [--profile NAME] [-- …]`: a CDK verb on every stack of one stage, in their order. */
const run = async ({ verb, stage, profile, others }: Asked): Promise<number> => {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const asked = { region: AWS_REGION ?? AWS_DEFAULT_REGION, profile };
  const { account, region } = await findDeployTarget(asked);
  console.log(`${verb} ${stage}: account ${account}, ${region}`);
  const { status } = spawnSync(
    process.execPath,
    [
      ...[require.resolve('aws-cdk/bin/cdk'), verb, `${stage}/*`, '--context', `stage=${stage}`],
      ...(profile === undefined ? [] : ['--profile', profile]),
      ...others,
    ],
    { stdio: 'inherit', env: { ...process.env, AWS_REGION: region } },
  );
  return status ?? 1;
};

const main = async (): Promise<number> => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'; // what deploys is the Node that is here
  try {
    return await run(readLine(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof NoDeployTarget)) throw error;
    console.error(error.message);
    return 2;
  }
};

void main().then((code) => (process.exitCode = code));

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { isStageName, STAGE_NAMES } from '../lib/config';

/** `tsx bin/cdk.ts deploy --stage dev [-- …]`: a CDK verb on every stack of one stage, in their order. */
const { values, positionals } = parseArgs({ options: { stage: { type: 'string' } }, allowPositionals: true });
const [verb = 'diff', ...others] = positionals;
if (isStageName(values.stage)) {
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('aws-cdk/bin/cdk'), verb, `${values.stage}/*`, '--context', `stage=${values.stage}`, ...others],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} else {
  console.error(`Say which stage: npm run ${verb} -- --stage ${STAGE_NAMES.join('|')}`);
  process.exitCode = 2;
}

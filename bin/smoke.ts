import { parseArgs } from 'node:util';
import { isStageName, STAGE_NAMES } from '../lib/stage-names';
import { type Outcome, smokeTest } from '../smoke/smoke-test';
import { findTarget, NoTarget } from '../smoke/target';
import { answers, EMBEDDED } from './embedded';

const USAGE = `npm run smoke -- --stage ${STAGE_NAMES.join('|')} [--endpoint ${EMBEDDED} | --aws]`;

/** The endpoint of the embedded cloud where one is asked for, or where one answers; undefined for AWS. */
const endpointFor = async (asked: { endpoint?: string; aws?: boolean }): Promise<string | undefined> => {
  if (asked.aws === true) return undefined;
  const given = asked.endpoint ?? process.env['AWS_ENDPOINT_URL'];
  if (given !== undefined) return given;
  return (await answers(EMBEDDED)) ? EMBEDDED : undefined;
};

const line = ({ ok, name, saw, seconds, whereToLook }: Outcome): string =>
  `  ${ok ? '✓' : '✗'} ${name.padEnd(14)}${saw} (${seconds.toFixed(1)} s)` +
  (whereToLook === undefined ? '' : `\n    look at ${whereToLook}`);

/** `tsx bin/smoke.ts --stage dev`: sends a few sessions and tells, reader by reader, whether they arrived. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, endpoint: { type: 'string' }, aws: { type: 'boolean' } },
  });
  if (!isStageName(values.stage)) throw new NoTarget(`Say which stage: ${USAGE}`);
  const endpoint = await endpointFor(values);
  const target = await findTarget(
    values.stage,
    endpoint,
    process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'],
  );
  console.log(`Smoke test of ${values.stage}, ${endpoint === undefined ? 'on AWS' : `at ${endpoint}`}`);
  const outcomes = await smokeTest(target, (outcome) => console.log(line(outcome)));
  const failures = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
  console.log(failures.length === 0 ? 'Every reader has what was sent.' : `Failed: ${failures.join(', ')}.`);
  return failures.length === 0 ? 0 : 1;
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const isUsage = error instanceof NoTarget || (error instanceof TypeError && 'code' in error);
    console.error(isUsage ? error.message : error);
    process.exitCode = 2;
  },
);

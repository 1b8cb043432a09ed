import { parseArgs } from 'node:util';
import { isStageName, STAGE_NAMES } from '../lib/stages/stage-names';
import { type Outcome, smokeTest } from '../tools/smoke/smoke-test';
import { findTarget, NoTarget } from '../tools/smoke/target';
import { verdictOn } from '../tools/smoke/verdict';
import { answers, EMBEDDED } from './embedded';

const USAGE = `npm run smoke -- --stage ${STAGE_NAMES.join('|')} [--endpoint ${EMBEDDED} | --aws]`;

/** The endpoint of the embedded cloud where one is asked for, or where one answers; undefined for AWS. */
const endpointFor = async (asked: { endpoint?: string; aws?: boolean }): Promise<string | undefined> => {
  if (asked.aws === true) return undefined;
  const given = asked.endpoint ?? process.env['AWS_ENDPOINT_URL'];
  if (given !== undefined) return given;
  return (await answers(EMBEDDED)) ? EMBEDDED : undefined;
};

/** Said before anything is sent: who means an embedded cloud on another port must not find out from AWS. */
const toPlace = (endpoint: string | undefined, { aws }: { aws?: boolean }): string => {
  if (endpoint !== undefined) return `at ${endpoint}`;
  return aws === true ? 'on AWS' : `on AWS, for no embedded cloud answers at ${EMBEDDED}: --endpoint URL names another`;
};

const line = ({ ok, name, observed, seconds, nextStep }: Outcome): string =>
  `  ${ok ? '✓' : '✗'} ${name.padEnd(14)}${observed} (${seconds.toFixed(1)} s)` +
  (nextStep === undefined ? '' : `\n    see ${nextStep}`);

/** `tsx bin/smoke.ts --stage dev`: sends a few sessions and tells, reader by reader, whether they arrived. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, endpoint: { type: 'string' }, aws: { type: 'boolean' } },
  });
  if (!isStageName(values.stage)) throw new NoTarget(`Say which stage: ${USAGE}`);
  const endpoint = await endpointFor(values);
  console.log(`Smoke test of ${values.stage}, ${toPlace(endpoint, values)}`);
  const target = await findTarget(
    values.stage,
    endpoint,
    process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'],
  );
  console.log(`  account ${target.account}, ${target.region}; events go to ${target.eventsUrl}`);
  const outcomes = await smokeTest(target, (outcome) => console.log(line(outcome)));
  for (const said of verdictOn(outcomes)) console.log(said);
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
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

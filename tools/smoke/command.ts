import { STAGE_NAMES } from '../../lib/stages/stage-names';
import { defineCommand } from '../command/command';
import { answers, EMBEDDED_ENDPOINT } from '../command/embedded-endpoint';
import { awsEnvironment } from '../command/env';
import { print } from '../command/output';
import { type Outcome, smokeTest } from './smoke-test';
import { findTarget } from './target';
import { verdictOn } from './verdict';

/** `npm run smoke`: sends a few sessions to a stage and reports for each reader whether they arrived. */
export const smokeCommand = defineCommand({
  name: 'npm run smoke',
  summary: 'Sends a few sessions to a deployed stage and checks that every reader receives them.',
  options: {
    stage: { type: 'text', choices: STAGE_NAMES, isRequired: true, description: 'the stage' },
    endpoint: {
      type: 'text',
      placeholder: 'URL',
      description: `the address of the embedded cloud, if it is not ${EMBEDDED_ENDPOINT}`,
    },
    aws: { type: 'flag', description: 'uses AWS, also if an embedded cloud is running' },
  },
  example: '--stage dev --aws',
  run: async ({ stage, endpoint: given, aws }) => {
    const endpoint = aws ? undefined : await findEndpoint(given);
    print(`Smoke test of ${stage}, ${describePlace(endpoint, aws)}`);
    const target = await findTarget(stage, endpoint, awsEnvironment().region);
    print(`  account ${target.account}, ${target.region}; the events are sent to ${target.eventsUrl}`);
    const outcomes = await smokeTest(target, (outcome) => print(lineOf(outcome)));
    for (const sentence of verdictOn(outcomes)) print(sentence);
    return outcomes.every(({ ok }) => ok) ? 0 : 1;
  },
});

/** The given address, or that of an embedded cloud that answers; undefined for AWS. */
const findEndpoint = async (given: string | undefined): Promise<string | undefined> => {
  const endpoint = given ?? awsEnvironment().endpointUrl;
  if (endpoint !== undefined) return endpoint;
  return (await answers(EMBEDDED_ENDPOINT)) ? EMBEDDED_ENDPOINT : undefined;
};

/** Describes the target before any event is sent, because a user may expect an embedded cloud on another port. */
const describePlace = (endpoint: string | undefined, aws: boolean): string => {
  if (endpoint !== undefined) return `at ${endpoint}`;
  if (aws) return 'on AWS';
  return `on AWS, because no embedded cloud answers at ${EMBEDDED_ENDPOINT} (--endpoint URL sets another address)`;
};

const lineOf = ({ ok, name, observed, seconds, nextStep }: Outcome): string =>
  `  ${ok ? '✓' : '✗'} ${name.padEnd(14)}${observed} (${seconds.toFixed(1)} s)` +
  (nextStep === undefined ? '' : `\n    see ${nextStep}`);

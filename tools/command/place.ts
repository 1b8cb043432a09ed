import { embeddedPlace, type Place } from 'aws-clients';
import { STAGE_NAMES } from '../../lib/stages/stage-names';
import type { Options, Values } from './command';
import { answers, EMBEDDED_ENDPOINT } from './embedded-endpoint';
import { awsEnvironment } from './env';
import { CommandFailed } from './errors';

/** The options that select the stage to use: on AWS, or on the embedded cloud. */
export const PLACE_OPTIONS = {
  stage: {
    type: 'text',
    choices: STAGE_NAMES,
    description: 'a stage on AWS; without it, the embedded cloud of "npm start"',
  },
  endpoint: {
    type: 'text',
    placeholder: 'URL',
    description: `the address of the embedded cloud, if it is not ${EMBEDDED_ENDPOINT}`,
  },
} as const satisfies Options;

/**
 * Selects AWS if only a stage is named, otherwise the embedded cloud; rejects with {@link CommandFailed} if none
 * answers.
 */
export const findPlace = async ({ stage, endpoint }: Values<typeof PLACE_OPTIONS>): Promise<Place> => {
  if (stage !== undefined && endpoint === undefined) return { stage };
  const address = endpoint ?? awsEnvironment().endpointUrl ?? EMBEDDED_ENDPOINT;
  if (await answers(address)) return embeddedPlace(address, stage);
  throw new CommandFailed(
    `No embedded cloud answers at ${address}: start one with "npm start" in another terminal, or use AWS with --stage ${STAGE_NAMES.join('|')}.`,
  );
};

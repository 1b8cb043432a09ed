import { embeddedPlace, type Place } from 'aws-clients';
import { isStageName, STAGE_NAMES } from '../lib/stages/stage-names';
import { NoAnswer } from '../tools/query/tier';
import { answers, EMBEDDED } from './embedded';

/** AWS where a stage is named, the embedded cloud, which runs dev, where none is; rejects with {@link NoAnswer} where nothing answers. */
export const findPlace = async ({ stage, endpoint }: { stage?: string; endpoint?: string }): Promise<Place> => {
  if (stage !== undefined && !isStageName(stage)) {
    throw new NoAnswer(`There is no stage "${stage}": --stage ${STAGE_NAMES.join('|')}.`);
  }
  if (stage !== undefined && endpoint === undefined) return { stage };
  const asked = endpoint ?? process.env['AWS_ENDPOINT_URL'] ?? EMBEDDED;
  if (await answers(asked)) return embeddedPlace(asked, stage);
  throw new NoAnswer(
    `No embedded cloud answers at ${asked}: start one with "npm start" in another terminal, or ask AWS with --stage ${STAGE_NAMES.join('|')}.`,
  );
};

/** What went wrong, for the person who asked; what a service refuses is told in its own words. */
export const toSentence = (error: unknown): string => {
  if (error instanceof NoAnswer) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'CredentialsProviderError') {
    return 'No AWS credentials are found: sign in with "aws sso login" or "aws configure", or set AWS_PROFILE.';
  }
  if (error.message === 'Region is missing') return 'No region is set, such as AWS_REGION=eu-west-1.';
  return `${error.name}: ${error.message}`;
};

import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { embeddedPlace, type PlaceSettings, placeSettings } from 'aws-clients';
import { resourceName } from '../../domain/names';
import { CannotStart } from '../command/errors';

/** A deployed stage, and how to reach it. */
export interface Target {
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  /** The address that players post to. */
  readonly eventsUrl: string;
  /** The deployed stacks without the stage: ingest, live, quality … */
  readonly stacks: ReadonlySet<string>;
  readonly settings: PlaceSettings;
  /** The time between two queries of a check, ms; AWS bills each query. */
  readonly pollMs: number;
}

/** Finds a stage by its stacks: at an endpoint, or on AWS. Rejects with {@link CannotStart} if it is not deployed. */
export const findTarget = async (stage: string, endpoint: string | undefined, region?: string): Promise<Target> => {
  const onAws = { stage, ...(region !== undefined && { region }) };
  const settings = placeSettings(endpoint === undefined ? onAws : embeddedPlace(endpoint, stage));
  const prefix = `${resourceName(stage)}-`;
  const stacks = await stacksOf(settings, prefix);
  const ingest = stacks.find(({ StackName }) => StackName === `${prefix}ingest`);
  const url = ingest?.Outputs?.find(({ OutputKey }) => OutputKey === 'EventsUrl')?.OutputValue;
  if (url === undefined) {
    throw new CannotStart(
      `Stage ${stage} is not deployed in this account and region: npm run deploy -- --stage ${stage}.`,
    );
  }
  const [, , , place = '', account = ''] = ingest?.StackId?.split(':') ?? [];
  return {
    stage,
    account,
    region: place,
    // The embedded cloud serves the paths of all hosts at one address.
    eventsUrl: endpoint === undefined ? url : new URL(new URL(url).pathname, endpoint).href,
    stacks: new Set(stacks.map(({ StackName = '' }) => StackName.slice(prefix.length))),
    settings,
    pollMs: endpoint === undefined ? 5_000 : 500,
  };
};

const stacksOf = async (settings: PlaceSettings, prefix: string): Promise<readonly Stack[]> => {
  const found: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: new CloudFormationClient(settings) }, {})) {
      found.push(...Stacks.filter(({ StackName = '' }) => StackName.startsWith(prefix)));
    }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : String(error);
    throw new CannotStart(
      `The stacks can't be listed (${reason}): sign in to AWS and set AWS_REGION, or start the embedded cloud with "npm start".`,
    );
  }
  return found;
};

import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** What SDK clients are made with: of AWS as the environment has it, or of the embedded cloud. */
interface ClientSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: NodeHttpHandler;
}

/** A deployed stage, and how to reach it. */
export interface Target {
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  /** Where players post. */
  readonly eventsUrl: string;
  /** The deployed stacks without the stage: ingest, live, quality … */
  readonly stacks: ReadonlySet<string>;
  readonly settings: ClientSettings;
  /** How long to wait before looking again: AWS bills by the look. */
  readonly pollMs: number;
}

/** Why there is nothing to test; its message is one sentence for the person who tried. */
export class NoTarget extends Error {}

/** Settings for the embedded cloud, which takes any credentials. */
const embedded = (endpoint: string): ClientSettings => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  requestHandler: new NodeHttpHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
});

/** Finds a stage by its stacks: at an endpoint, or on AWS. Rejects with {@link NoTarget} where it does not stand. */
export const findTarget = async (stage: string, endpoint: string | undefined, region?: string): Promise<Target> => {
  const settings = endpoint === undefined ? { ...(region !== undefined && { region }) } : embedded(endpoint);
  const prefix = `playhead-${stage}-`;
  const stacks = await stacksOf(settings, prefix);
  const ingest = stacks.find(({ StackName }) => StackName === `${prefix}ingest`);
  const url = ingest?.Outputs?.find(({ OutputKey }) => OutputKey === 'EventsUrl')?.OutputValue;
  if (url === undefined) {
    throw new NoTarget(`Stage ${stage} does not stand there: npm run deploy -- --stage ${stage}.`);
  }
  const [, , , place = '', account = ''] = ingest?.StackId?.split(':') ?? [];
  return {
    stage,
    account,
    region: place,
    // The embedded cloud answers every host's paths at its one address.
    eventsUrl: endpoint === undefined ? url : new URL(new URL(url).pathname, endpoint).href,
    stacks: new Set(stacks.map(({ StackName = '' }) => StackName.slice(prefix.length))),
    settings,
    pollMs: endpoint === undefined ? 5_000 : 500,
  };
};

const stacksOf = async (settings: ClientSettings, prefix: string): Promise<readonly Stack[]> => {
  const found: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: new CloudFormationClient(settings) }, {})) {
      found.push(...Stacks.filter(({ StackName = '' }) => StackName.startsWith(prefix)));
    }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : String(error);
    throw new NoTarget(
      `Its stacks can't be listed (${reason}): sign in to AWS and set AWS_REGION, or "npm start" the embedded cloud.`,
    );
  }
  return found;
};

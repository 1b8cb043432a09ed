import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';

/** Where `cdk bootstrap` leaves its mark. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** What the embedded cloud answers, and no account of AWS has. */
const EMBEDDED_ACCOUNT = '000000000000';

/** The account and region that the credentials at hand lead to. */
export interface DeployTarget {
  readonly account: string;
  readonly region: string;
}

/** Why nothing can be deployed; its message is one sentence for the person who tried, with what to do next. */
export class NoDeployTarget extends Error {}

/** What finding the target goes by; what is absent comes from the environment and the shared configuration. */
type TargetOptions = Pick<STSClientConfig, 'region' | 'profile' | 'credentials' | 'endpoint'>;

/** Finds out where a deployment would go; rejects with {@link NoDeployTarget} where it can go nowhere. */
export const findDeployTarget = async (asked: TargetOptions): Promise<DeployTarget> => {
  const options = { ...asked, maxAttempts: 2 };
  const sts = new STSClient(options);
  const region = await sts.config.region().catch(() => {
    throw new NoDeployTarget('No region is set: say where to deploy to, such as AWS_REGION=eu-west-1.');
  });
  await sts.config.credentials().catch((error: unknown) => {
    throw new NoDeployTarget(
      `No AWS credentials are found (${firstSentence(error)}): sign in with "aws sso login" or "aws configure", or name a profile with --profile NAME.`,
    );
  });
  const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new NoDeployTarget(
      `AWS does not tell whose credentials these are (${firstSentence(error)}): sign in again, and look whether AWS_ENDPOINT_URL leads elsewhere.`,
    );
  });
  if (account === EMBEDDED_ACCOUNT) {
    throw new NoDeployTarget('AWS_ENDPOINT_URL leads to the embedded cloud, which takes no deployments: unset it.');
  }
  await checkBootstrapped({ account, region }, options);
  return { account, region };
};

/** Only where the mark is known to be missing: who may not read it may still be allowed to deploy. */
const checkBootstrapped = async ({ account, region }: DeployTarget, options: TargetOptions): Promise<void> => {
  const ssm = new SSMClient(options);
  await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER })).catch((error: unknown) => {
    if (!(error instanceof ParameterNotFound)) return;
    throw new NoDeployTarget(
      `Account ${account} is not bootstrapped in ${region}: run "npx cdk bootstrap aws://${account}/${region}" once, then try again.`,
    );
  });
};

const firstSentence = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split(/\.\s|\n/)[0] ?? ''}` : String(error);

import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { CannotStart } from '../command/errors';

/** The parameter that `cdk bootstrap` writes. */
export const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** The account id of the embedded cloud; no AWS account has it. */
const EMBEDDED_ACCOUNT = '000000000000';

/** The account and region that the caller's credentials belong to. */
export interface DeployTarget {
  readonly account: string;
  readonly region: string;
}

/** Options that are absent come from the environment and the shared AWS configuration. */
type TargetOptions = Pick<STSClientConfig, 'region' | 'profile' | 'credentials' | 'endpoint'>;

/** Finds the account and region of a deployment; rejects with {@link CannotStart} if it is not possible there. */
export const findDeployTarget = async (requested: TargetOptions): Promise<DeployTarget> => {
  const options = { ...requested, maxAttempts: 2 };
  const sts = new STSClient(options);
  const region = await sts.config.region().catch(() => {
    throw new CannotStart('No region is set: set the region to deploy to, such as AWS_REGION=eu-west-1.');
  });
  await sts.config.credentials().catch((error: unknown) => {
    throw new CannotStart(
      `No AWS credentials found (${firstSentence(error)}): sign in with "aws sso login" or "aws configure", or name a profile with --profile NAME.`,
    );
  });
  const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new CannotStart(
      `AWS does not accept the credentials (${firstSentence(error)}): sign in again, and check that AWS_ENDPOINT_URL is not set.`,
    );
  });
  if (account === EMBEDDED_ACCOUNT) {
    throw new CannotStart('AWS_ENDPOINT_URL is the embedded cloud, which accepts no deployments: unset it.');
  }
  await checkBootstrapped({ account, region }, options);
  return { account, region };
};

/**
 * Rejects only if the parameter is known to be missing: a caller who may not read it may still be allowed to deploy.
 */
const checkBootstrapped = async ({ account, region }: DeployTarget, options: TargetOptions): Promise<void> => {
  const ssm = new SSMClient(options);
  await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER })).catch((error: unknown) => {
    if (!(error instanceof ParameterNotFound)) return;
    throw new CannotStart(
      `Account ${account} is not bootstrapped in ${region}: run "npx cdk bootstrap aws://${account}/${region}" once, then try again.`,
    );
  });
};

const firstSentence = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split(/\.\s|\n/)[0] ?? ''}` : String(error);

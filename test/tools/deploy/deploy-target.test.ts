import { sts } from 'embedded-cloud/services/sts';
import { Endpoint, type Operation, ServiceError } from 'embedded-cloud/testing';
import { findDeployTarget } from '../../../tools/deploy/deploy-target';

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/operator</Arn><UserId>AIDA</UserId>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const EXPIRED = `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>
<Message>The security token included in the request is expired</Message></Error></ErrorResponse>`;

describe('findDeployTarget', () => {
  let endpoint: Endpoint;

  beforeEach(async () => {
    endpoint = await Endpoint.open();
  });

  afterEach(() => endpoint.close());

  const answers = (identity: { status: number; body: string }, getParameter: Operation): void => {
    endpoint.add({ name: 'sts', permissions: {}, provisions: {}, handle: () => Promise.resolve(identity) });
    endpoint.add({ name: 'ssm', permissions: {}, provisions: {}, operations: { GetParameter: getParameter } });
  };
  const requested: string[] = [];
  const bootstrapped: Operation = ({ Name }) => {
    requested.push(String(Name));
    return { Parameter: { Name, Value: '30' } };
  };
  const refusing = (code: string) => (): never => {
    throw new ServiceError(code, 'Refused by the test.');
  };

  it('returns the account of the credentials if it is bootstrapped', async () => {
    answers({ status: 200, body: IDENTITY }, bootstrapped);
    const target = await findDeployTarget(endpoint.clientConfig());
    expect(target).toEqual({ account: '123456789012', region: 'us-east-1' });
    expect(requested).toEqual(['/cdk-bootstrap/hnb659fds/version']);
  });

  it('rejects an account that is not bootstrapped with the command to run', async () => {
    answers({ status: 200, body: IDENTITY }, refusing('ParameterNotFound'));
    await expect(findDeployTarget(endpoint.clientConfig())).rejects.toThrow(
      'Account 123456789012 is not bootstrapped in us-east-1: run "npx cdk bootstrap aws://123456789012/us-east-1" once, then try again.',
    );
  });

  it('rejects the embedded cloud', async () => {
    endpoint.run(sts);
    await expect(findDeployTarget(endpoint.clientConfig())).rejects.toThrow(
      /embedded cloud, which accepts no deployments/,
    );
  });

  it('accepts an account if the caller may not read the bootstrap parameter', async () => {
    answers({ status: 200, body: IDENTITY }, refusing('AccessDeniedException'));
    await expect(findDeployTarget(endpoint.clientConfig())).resolves.toMatchObject({ account: '123456789012' });
  });

  it('rejects credentials that AWS does not accept', async () => {
    answers({ status: 403, body: EXPIRED }, bootstrapped);
    await expect(findDeployTarget(endpoint.clientConfig())).rejects.toThrow(
      /^AWS does not accept the credentials \(.*security token included in the request is expired\): sign in again/,
    );
  });
});

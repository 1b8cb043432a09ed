import { ec2 } from 'embedded-cloud/services/ec2';
import { serviceQuotas } from 'embedded-cloud/services/service-quotas';
import { Endpoint } from 'embedded-cloud/testing';
import { runScript } from '../support/run-script';

jest.setTimeout(120_000);

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/operator</Arn><UserId>AIDA</UserId>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

let endpoint: Endpoint;
let environment: Readonly<Record<string, string>>;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  environment = {
    AWS_ENDPOINT_URL: endpoint.surroundings.endpoint,
    ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_MAX_ATTEMPTS: '1' },
  };
  const nothing = { permissions: {}, provisions: {} };
  endpoint.add({ ...nothing, name: 'sts', handle: () => Promise.resolve({ status: 200, body: IDENTITY }) });
  const parameter = { Parameter: { Name: 'version', Value: '30' } };
  endpoint.add({ ...nothing, name: 'ssm', operations: { GetParameter: () => parameter } });
  endpoint.run(ec2);
});

afterEach(() => endpoint.close());

describe('npm run preflight', () => {
  it('finds nothing that stops a deployment of dev to a new account', async () => {
    endpoint.run(serviceQuotas);
    const { exitCode, stdout } = await runScript('bin/preflight.ts', ['--stage', 'dev'], { environment });
    expect(stdout).toContain('preflight of dev: account 123456789012, us-east-1\n');
    expect(stdout).toMatch(/^Preflight found nothing that stops a deployment\.$/m);
    expect(exitCode).toBe(0);
  });

  it('prints its usage, its options and an example', async () => {
    const { stdout } = await runScript('bin/preflight.ts', ['--help']);
    expect(stdout).toMatch(/^Usage: npm run preflight -- \[options\]$/m);
    expect(stdout).toMatch(/^ {2}--stage dev\|staging\|prod +the stage to be deployed \(required\)$/m);
    expect(stdout).toMatch(/^ {2}npm run preflight -- --stage prod$/m);
  });

  it('exits with 1 if a deployment would fail', async () => {
    endpoint.run(serviceQuotas).set({ serviceCode: 'apigateway', code: 'L-8A5B8E43', name: 'Throttle rate', value: 1 });
    const { exitCode, stdout } = await runScript('bin/preflight.ts', ['--stage', 'dev'], { environment });
    expect(stdout).toMatch(/^FAILS {2}The quota of requests per second to HTTP APIs is 1 /m);
    expect(exitCode).toBe(1);
  });
});

describe('npm run deploy', () => {
  it('runs preflight first, and deploys nothing if that fails', async () => {
    endpoint.run(serviceQuotas).set({ serviceCode: 'apigateway', code: 'L-8A5B8E43', name: 'Throttle rate', value: 1 });
    const { exitCode, stdout } = await runScript('bin/deploy.ts', ['--stage', 'dev'], { environment });
    expect(stdout.trim()).toMatch(
      /^deploy dev: .*\nFAILS [^]*\nPreflight found 1 reason why a deployment would fail\.$/,
    );
    expect(exitCode).toBe(1);
  });

  it('leaves out the reserved concurrency if the account has no room for it', async () => {
    const AccountLimit = { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 };
    const missing = { __type: 'ResourceNotFoundException' };
    endpoint.add({
      ...{ name: 'lambda', permissions: {}, provisions: {} },
      handle: ({ request: { path } }) =>
        Promise.resolve(
          path.includes('account-settings')
            ? { status: 200, body: JSON.stringify({ AccountLimit }) }
            : { status: 404, body: JSON.stringify(missing) },
        ),
    });
    const line = ['--stage', 'dev', '--skip-preflight', '--', '--version'];
    const { stdout } = await runScript('bin/deploy.ts', line, { environment });
    expect(stdout).toContain('The account has no room for the reserved concurrency of the stage, which is left out.\n');
  });

  it('deploys without preflight if the operator says so', async () => {
    endpoint.run(serviceQuotas).set({ serviceCode: 'apigateway', code: 'L-8A5B8E43', name: 'Throttle rate', value: 1 });
    const line = ['--stage', 'dev', '--skip-preflight', '--', '--version']; // the CDK prints it and stops
    const { exitCode, stdout } = await runScript('bin/deploy.ts', line, { environment });
    expect(stdout).toMatch(/^deploy dev: .*\n\d+\.\d+\.\d+ /);
    expect(exitCode).toBe(0);
  });
});

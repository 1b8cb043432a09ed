import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { STAGE_NAMES, type StageName, STAGES } from '../../lib/stages';
import { PlayheadStage } from '../../lib/app';
import { createApp, refOf, SynthesizedStage, type Statement } from '../support/stacks';

const LAMBDAS = join(__dirname, '../../lambdas');
const dev = new SynthesizedStage(STAGES.dev);
const prod = new SynthesizedStage(STAGES.prod);
const stackNames = (stage: StageName): string[] => dev.subsystems.map((subsystem) => `playhead-${stage}-${subsystem}`);
/** Every folder with a handler. */
const STEPS = readdirSync(LAMBDAS).flatMap((subsystem) =>
  readdirSync(join(LAMBDAS, subsystem)).filter((step) => existsSync(join(LAMBDAS, subsystem, step, 'handler.ts'))),
);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

it('every stage synthesizes without credentials and without unacknowledged findings of cdk-nag', () => {
  const app = createApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const name of STAGE_NAMES) new PlayheadStage(app, STAGES[name], {});
  const assembly = app.synth(); // throws if a finding remains
  const stacks = assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks);
  expect(stacks.map(({ stackName }) => stackName).sort()).toEqual(STAGE_NAMES.flatMap(stackNames).sort());
  const guarded = stacks.filter(({ terminationProtection }) => terminationProtection);
  expect(guarded.map(({ stackName }) => stackName).sort()).toEqual(stackNames('prod').sort());
});

describe('each function', () => {
  interface EnvModule {
    readonly readEnv: () => unknown;
  }
  /** The variables that a step reads, which its env.ts lists in the error for missing ones. */
  const namesRead = ({ readEnv }: EnvModule): readonly string[] => {
    try {
      readEnv();
    } catch (error) {
      return /missing: (.*)\.$/.exec(String(error))?.[1]?.split(', ').sort() ?? [];
    }
    throw new Error('The environment of the tests has the variables of a step.');
  };
  /** Every step with an env.ts; a step without one reads no variables. */
  const steps = readdirSync(LAMBDAS).flatMap((subsystem) =>
    readdirSync(join(LAMBDAS, subsystem))
      .map((step) => ({ step, env: join(LAMBDAS, subsystem, step, 'env.ts') }))
      .filter(({ env }) => existsSync(env)),
  );

  it.each(steps)('of the step $step gets exactly the variables that it reads', ({ step, env }) => {
    const { Environment } = dev.functionOf(step).Properties as { Environment: { Variables: Record<string, string> } };
    expect(Object.keys(Environment.Variables).sort()).toEqual(namesRead(jest.requireActual<EnvModule>(env)));
    for (const value of Object.values(Environment.Variables)) expect(value).not.toBe('');
  });

  it('runs on arm64 and Node 24 and has its own log group', () => {
    // The function without a name is CDK's own, for calls that have no CloudFormation resource.
    const functions = Object.values(prod.resources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties['FunctionName'] !== undefined,
    );
    expect(functions).toHaveLength(STEPS.length);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x' });
    }
    const groups = functions.map(({ Properties }) =>
      refOf((Properties['LoggingConfig'] as { LogGroup: unknown }).LogGroup),
    );
    expect(new Set(groups).size).toBe(functions.length);
    expect(Object.keys(prod.resources('AWS::Logs::LogGroup'))).toEqual(expect.arrayContaining(groups));
  });
});

it('every log is kept for the retention of its stage', () => {
  for (const [stage, days] of [
    [dev, 7],
    [prod, 90],
  ] as const) {
    const groups = Object.values(stage.resources('AWS::Logs::LogGroup'));
    expect(groups.map(({ Properties }) => Properties['RetentionInDays'])).toEqual(groups.map(() => days));
  }
});

/** What AWS documents for the objects that Firehose delivers. */
const FIREHOSE_ACTIONS = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'];

describe('least privilege', () => {
  const statements = Object.entries(dev.resources('AWS::IAM::Policy')).flatMap(([id, { Properties }]) =>
    (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement.map((one) => ({ id, ...one })),
  );

  it('no statement allows every action, or every action of a service', () => {
    const actions = statements.flatMap(({ Action }) => list(Action));
    expect(actions.filter((action) => /^(\*|[^:]*:\*)$/.test(String(action)))).toEqual([]);
  });

  it('no statement has a wildcard in an action', () => {
    const withWildcard = statements.filter(({ Action }) => list(Action).some((action) => String(action).includes('*')));
    expect(withWildcard.map(({ id }) => id)).toEqual([]);
  });

  it('Firehose reads and writes objects below its own prefixes, and deletes none', () => {
    const ofDelivery = statements.filter(({ id }) => /DeliveryRoleDefaultPolicy/.test(id));
    const onObjects = ofDelivery.filter(({ Action }) =>
      list(Action).some((action) => /^s3:.*Object/.test(String(action))),
    );
    const prefixes = (Resource: unknown) =>
      list(Resource).map((arn) => /[^",]*(?="\]\]\}$)/.exec(JSON.stringify(arn))?.[0]);
    expect(onObjects.map(({ Action, Resource }) => ({ Action, prefixes: prefixes(Resource) }))).toEqual([
      { Action: FIREHOSE_ACTIONS, prefixes: ['/quarantine-errors/*', '/quarantine/*'] },
      { Action: FIREHOSE_ACTIONS, prefixes: ['/raw-errors/viewing_events/*', '/raw/viewing_events/*'] },
    ]);
  });

  it('only actions without a resource are allowed on every resource: random passwords, schema versions, usage limits, own statements and metrics of the stage’s namespace', () => {
    const everywhere = statements.filter(({ Resource }) => list(Resource).includes('*'));
    const ours = { StringEquals: { 'cloudwatch:namespace': 'Playhead/dev' } };
    const own = { StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' } };
    const querying = ['CancelStatement', 'DescribeStatement', 'GetStatementResult'].map(
      (one) => `redshift-data:${one}`,
    );
    const limits = ['Create', 'Delete', 'Update'].map((verb) => `redshift-serverless:${verb}UsageLimit`);
    const allowed: readonly unknown[] = [
      { Action: 'cloudwatch:PutMetricData', Condition: ours },
      { Action: querying, Condition: own },
      { Action: 'secretsmanager:GetRandomPassword', Condition: undefined },
      { Action: 'glue:GetSchemaVersion', Condition: undefined },
      { Action: limits, Condition: undefined },
    ];
    for (const { Action, Condition } of everywhere) expect(allowed).toContainEqual({ Action, Condition });
    expect(everywhere.length).toBeGreaterThan(allowed.length);
  });

  it('resource policies only deny, except the one that lets S3 log access to the lake', () => {
    const all = (type: string) => Object.values(dev.resources(type));
    const policies = [...all('AWS::S3::BucketPolicy'), ...all('AWS::SQS::QueuePolicy')];
    expect(policies).toHaveLength(all('AWS::S3::Bucket').length + all('AWS::SQS::Queue').length);
    const allowing = policies
      .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement)
      .filter(({ Effect }) => Effect !== 'Deny');
    expect(allowing).toEqual([
      expect.objectContaining({ Action: 's3:PutObject', Principal: { Service: 'logging.s3.amazonaws.com' } }),
    ]);
  });
});

it('every stack has less than half of the 500 resources that CloudFormation allows', () => {
  for (const { stacks } of [dev, prod]) {
    for (const stack of stacks) {
      const { Resources } = stack.toJSON() as { Resources: object };
      expect(Object.keys(Resources).length).toBeLessThan(250);
    }
  }
});

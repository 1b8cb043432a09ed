import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config';

/** Properties of a {@link Handler}. */
export interface HandlerProps<Environment extends Readonly<Record<string, string>>> {
  /** The folder under lambdas/: a verb, as everywhere. */
  readonly step: string;
  readonly stage: StageConfig;
  /** The step's own Env type: a misspelt variable does not compile. */
  readonly environment: Environment;
  /** 1,769 MB are one vCPU. */
  readonly memoryMiB: number;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  readonly description: string;
  /** A folder of the repository that lies beside the bundle, as `sql`. @default - none */
  readonly sqlFolder?: string;
}

/**
 * One Lambda function of the pipeline: its bundle, its log group and a role that can write that log and nothing else
 * until it is granted more.
 */
export class Handler<Environment extends Readonly<Record<string, string>>> extends NodejsFunction {
  constructor(scope: Construct, id: string, props: HandlerProps<Environment>) {
    const { stage, step } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/playhead/${stage.name}/${step}`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${step} may do.`,
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName: `playhead-${stage.name}-${step}`,
      description: props.description,
      entry: join(__dirname, '../../lambdas', step, 'handler.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout ?? Duration.seconds(10),
      environment: props.environment,
      logGroup,
      role,
      // Everything is bundled, the SDK too: what runs is what was tested. Built for Node 20, on which one machine may run it.
      bundling: {
        ...{ target: 'node20', format: OutputFormat.CJS, externalModules: [], logLevel: LogLevel.ERROR },
        ...(props.sqlFolder !== undefined && { commandHooks: copies(props.sqlFolder) }),
      },
    });
  }
}

/** Copies a folder's own files beside the bundle. */
const copies = (folder: string): ICommandHooks => ({
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (input, output) => [`mkdir -p ${output}/sql`, `cp ${input}/${folder}/*.sql ${output}/sql/`],
});

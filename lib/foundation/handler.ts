import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { bundle, HANDLER, RUNTIME } from './bundle';

/** Properties of a {@link Handler}. */
export interface HandlerProps<Environment extends Readonly<Record<string, string>>> {
  /** The folder under lambdas/ that has the step. */
  readonly subsystem: string;
  /** The step's folder: a verb, as everywhere. */
  readonly step: string;
  readonly stage: StageConfig;
  /** The step's own Env type: a misspelt variable does not compile. */
  readonly environment: Environment;
  /** 1,769 MB are one vCPU. */
  readonly memoryMiB: number;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  readonly description: string;
  /** Folders of the repository whose statements lie beside the bundle, in `sql`. @default - none */
  readonly sqlFolders?: readonly string[];
  /** It sends messages to the queue that it is called by: Lambda takes that for a mistake and stops it at the sixteenth. @default false */
  readonly goesOnByItself?: boolean;
}

/**
 * One Lambda function of the pipeline: its bundle, its log group and a role that can write that log and nothing else
 * until it is granted more.
 */
export class Handler<Environment extends Readonly<Record<string, string>>> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HandlerProps<Environment>) {
    const { stage, subsystem, step } = props;
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
      runtime: RUNTIME,
      handler: HANDLER,
      code: bundle(subsystem, step, props.sqlFolders ?? []),
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout ?? Duration.seconds(10),
      environment: props.environment,
      logGroup,
      role,
      recursiveLoop: props.goesOnByItself === true ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
    });
  }
}

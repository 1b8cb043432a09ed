import { Duration } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { bundle, HANDLER, RUNTIME } from './bundle';
import { metricsNamespace } from './metrics';
import { StageLogGroup } from './stage-log-group';
import { nameIn, settingsOf, SubsystemStack } from './subsystem-stack';

/** Properties of a {@link Handler}. */
export interface HandlerProps<Environment extends Readonly<Record<string, string>>> {
  /** The step's folder below lambdas/<subsystem>/: a verb. */
  readonly step: string;
  /** Has the step's own Env type, so that a misspelt variable does not compile. */
  readonly environment: Environment;
  /** 1,769 MB are one vCPU. */
  readonly memoryMiB: number;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  readonly description: string;
  /** Folders below sql/ whose statements are copied beside the bundle, into `sql`. @default - none */
  readonly sqlFolders?: readonly string[];
  /**
   * Whether the function may send messages to the queue that invokes it. Otherwise Lambda stops such a loop at the 16th
   * call.
   * @default false
   */
  readonly allowRecursion?: boolean;
}

/**
 * One Lambda function of a subsystem, with its bundle, its log group and its own role. The role may only write that log
 * until it is granted more.
 */
export class Handler<Environment extends Readonly<Record<string, string>>> extends LambdaFunction {
  readonly step: string;
  override readonly role: IRole;

  constructor(scope: Construct, id: string, props: HandlerProps<Environment>) {
    const { step, sqlFolders = [], timeout = Duration.seconds(10), allowRecursion = false } = props;
    const logGroup = new StageLogGroup(scope, `${id}Logs`, step);
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `The permissions of ${step}.`,
    });
    logGroup.grantWrite(role);
    const { [step]: reservedConcurrentExecutions } = settingsOf(scope).reservedConcurrency;
    super(scope, id, {
      functionName: nameIn(scope, step),
      description: props.description,
      runtime: RUNTIME,
      handler: HANDLER,
      code: bundle(`${SubsystemStack.of(scope).subsystem}/${step}`, sqlFolders),
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout,
      ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
      environment: props.environment,
      logGroup,
      role,
      recursiveLoop: allowRecursion ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
    });
    this.step = step;
    this.role = role;
  }

  /** Allows publishing metrics in the stage's own namespace only. */
  grantPutMetrics(): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': metricsNamespace(this) } },
      }),
    );
    const reason =
      'cloudwatch:PutMetricData has no resource to name; a condition restricts it to the stage’s namespace.';
    acknowledge(this.role, reason, 'IAM5[Resource::*]');
  }
}

import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { type DeclaredResource, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import type { AccessControl, RoleSession } from '../../core/iam';
import { writeAtomically } from '../../core/write-atomically';
import type { WorkerSettings } from './protocol';

/** The settings of a function, from its template. */
export interface FunctionSettings {
  /** The settings of every worker; each has a log stream of its own. */
  readonly worker: Omit<WorkerSettings, 'logStreamName'>;
  readonly runtime: string;
  readonly timeoutMs: number;
  /** The environment variables that the template declares. */
  readonly variables: Readonly<Record<string, string>>;
  /** The worker's complete environment, without the name of its log stream. */
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined when the template reserves no concurrency. */
  readonly reservedConcurrency: number | undefined;
  /** The session of its role, which signs its calls; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
}

/** Reads an AWS::Lambda::Function; throws when the embedded cloud cannot run it. */
export const toFunctionSettings = (
  resource: DeclaredResource,
  surroundings: Surroundings,
  assetRoot: string,
  access: AccessControl,
): FunctionSettings => {
  const properties = new Fields(resource.properties);
  const functionName = properties.optionalString('FunctionName') ?? resource.generatedName(64);
  const runtime = properties.optionalString('Runtime') ?? '';
  if (!runtime.startsWith('nodejs')) {
    throw cannotRun(functionName, `runs functions with a Node.js runtime, not "${runtime}"`);
  }
  const worker: FunctionSettings['worker'] = {
    taskRoot: codeFolder(functionName, properties.object('Code'), surroundings.stateDir, assetRoot),
    handler: properties.string('Handler'),
    functionName,
    functionArn: `arn:aws:lambda:${surroundings.region}:${surroundings.accountId}:function:${functionName}`,
    memorySizeMb: properties.optionalNumber('MemorySize') ?? 128,
    logGroupName: properties.object('LoggingConfig')?.optionalString('LogGroup') ?? `/aws/lambda/${functionName}`,
  };
  const session = access.assume(properties.optionalString('Role'), {
    service: 'lambda.amazonaws.com',
    sessionName: functionName,
  });
  const variables = properties.object('Environment')?.stringMap('Variables') ?? {};
  return {
    worker,
    runtime,
    timeoutMs: (properties.optionalNumber('Timeout') ?? 3) * 1000,
    variables,
    environment: {
      ...reservedVariables(worker, surroundings, runtime),
      AWS_ACCESS_KEY_ID: access.accessKeyOf(session),
      AWS_SECRET_ACCESS_KEY: 'embedded',
      ...variables,
    },
    session,
    reservedConcurrency: properties.optionalNumber('ReservedConcurrentExecutions'),
  };
};

/** The folder that contains the code: an asset of the assembly, or a file with the code that the template contains. */
const codeFolder = (functionName: string, code: Fields | undefined, stateDir: string, assetRoot: string): string => {
  const assetKey = code?.optionalString('S3Key');
  if (assetKey !== undefined) return join(assetRoot, `asset.${assetKey.replace(/\.zip$/, '')}`);
  const inline = code?.optionalString('ZipFile');
  if (inline === undefined) throw cannotRun(functionName, 'runs code from an asset or inline code, not images');
  const folder = join(stateDir, 'inline-code', functionName);
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, 'index.js'), inline);
  return folder;
};

const cannotRun = (functionName: string, runs: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', `${functionName}: the embedded cloud ${runs}.`);

/** The variables that Lambda sets, and those that direct AWS clients to the endpoint instead of the developer's profile. */
const reservedVariables = (
  worker: FunctionSettings['worker'],
  { region, endpoint }: Surroundings,
  runtime: string,
) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  // The functions run on the Node.js of this process, not on that of the template, so the SDK's warning does not apply.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: worker.functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(worker.memorySizeMb),
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_GROUP_NAME: worker.logGroupName,
  LAMBDA_TASK_ROOT: worker.taskRoot,
  _HANDLER: worker.handler,
  TZ: ':UTC',
});

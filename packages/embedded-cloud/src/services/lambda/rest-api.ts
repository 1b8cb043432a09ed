import type { Limits } from '../../core/limits';
import { Fields } from '../../core/fields';
import { type HttpCall, type HttpRequest, type HttpResponse, type JsonObject, ServiceError } from '../../core/service';
import type { EventSource } from './event-source';
import type { FunctionSettings } from './function-settings';
import type { Outcome } from '../../core/ports';

/** The state and the operations that the REST API needs. */
export interface LambdaBackend {
  functions(): readonly FunctionSettings[];
  sources(): readonly EventSource[];
  readonly limits: Limits;
  /** Throws ResourceNotFoundException when the function does not exist. */
  toFunctionArn(name: string): string;
  invokeNow(functionArn: string, payload: string): Promise<Outcome>;
  invokeLater(functionArn: string, payload: string): void;
}

type Answer = (backend: LambdaBackend, input: Fields, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** Answers a call of Lambda's REST API. */
export const callLambda = async (
  backend: LambdaBackend,
  { operation, input, request }: HttpCall,
): Promise<HttpResponse> => {
  const answer = ANSWERS[operation];
  if (!answer) throw new Error(`Lambda accepts ${operation}, but has no answer.`);
  return answer(backend, new Fields(input), request);
};

/** An error in the format of Lambda's REST API. */
export const toErrorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message, message }),
});

const json = (status: number, body: JsonObject): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const invoke: Answer = async (backend, input, request) => {
  const functionArn = backend.toFunctionArn(input.string('FunctionName'));
  const payload = request.body.length > 0 ? request.body.toString('utf8') : '{}';
  if (!isJson(payload))
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json.');
  const type = input.optionalString('InvocationType') ?? 'RequestResponse';
  limitPayload(request.body.length, type, backend.limits);
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    backend.invokeLater(functionArn, payload);
    return { status: 202 };
  }
  const outcome = await backend.invokeNow(functionArn, payload);
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  if (outcome.ok) return { status: 200, headers, body: outcome.payload };
  if (outcome.throttled) throw new ServiceError('TooManyRequestsException', outcome.error.errorMessage, 429);
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify(outcome.error),
  };
};

const limitPayload = (bytes: number, type: string, { requestBytes, asyncRequestBytes }: Limits): void => {
  const limit = type === 'Event' ? asyncRequestBytes : requestBytes;
  if (bytes <= limit) return;
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  throw new ServiceError('RequestTooLargeException', message, 413);
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const toConfiguration = ({ worker, runtime, timeoutMs, variables }: FunctionSettings): JsonObject => ({
  FunctionName: worker.functionName,
  FunctionArn: worker.functionArn,
  Runtime: runtime,
  Handler: worker.handler,
  Timeout: timeoutMs / 1000,
  Environment: { Variables: variables },
  MemorySize: worker.memorySizeMb,
  Version: '$LATEST',
  PackageType: 'Zip',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  LoggingConfig: { LogFormat: 'Text', LogGroup: worker.logGroupName },
});

const listFunctions = (backend: LambdaBackend): JsonObject => ({ Functions: backend.functions().map(toConfiguration) });

const getFunction = (backend: LambdaBackend, input: Fields): JsonObject => {
  const functionArn = backend.toFunctionArn(input.string('FunctionName'));
  const found = backend.functions().find(({ worker }) => worker.functionArn === functionArn);
  if (!found) throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
  const { reservedConcurrency } = found;
  return {
    Configuration: toConfiguration(found),
    Code: { RepositoryType: 'S3', Location: `file://${found.worker.taskRoot}` },
    ...(reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

/** The concurrent executions of an account with AWS's usual quota. The embedded cloud does not enforce it. */
const CONCURRENT_EXECUTIONS = 1_000;

const accountSettings = (backend: LambdaBackend): JsonObject => {
  const reserved = backend.functions().reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return {
    AccountLimit: {
      ConcurrentExecutions: CONCURRENT_EXECUTIONS,
      UnreservedConcurrentExecutions: CONCURRENT_EXECUTIONS - reserved,
    },
    AccountUsage: { FunctionCount: backend.functions().length },
  };
};

const toMapping = ({ mapping, lastResult }: EventSource): JsonObject => ({
  ...mapping.declared,
  UUID: mapping.uuid,
  FunctionArn: mapping.functionArn,
  EventSourceArn: mapping.sourceArn,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.windowMs / 1000,
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StateTransitionReason: 'User action',
  LastProcessingResult: lastResult,
});

const listMappings = (backend: LambdaBackend, input: Fields): JsonObject => {
  const name = input.optionalString('FunctionName');
  const functionArn = name === undefined ? undefined : backend.toFunctionArn(name);
  const sourceArn = input.optionalString('EventSourceArn');
  const matching = backend
    .sources()
    .filter(({ mapping }) => functionArn === undefined || mapping.functionArn === functionArn)
    .filter(({ mapping }) => sourceArn === undefined || mapping.sourceArn === sourceArn);
  return { EventSourceMappings: matching.map(toMapping) };
};

const getMapping = (backend: LambdaBackend, input: Fields): JsonObject => {
  const uuid = input.string('UUID');
  const found = backend.sources().find(({ mapping }) => mapping.uuid === uuid);
  if (found) return toMapping(found);
  throw new ServiceError('ResourceNotFoundException', `The resource you requested does not exist: ${uuid}`, 404);
};

const inJson =
  (output: (backend: LambdaBackend, input: Fields) => JsonObject): Answer =>
  (backend, input) =>
    json(200, output(backend, input));

const ANSWERS: Readonly<Record<string, Answer>> = {
  GetAccountSettings: inJson(accountSettings),
  GetEventSourceMapping: inJson(getMapping),
  GetFunction: inJson(getFunction),
  Invoke: invoke,
  ListEventSourceMappings: inJson(listMappings),
  ListFunctions: inJson(listFunctions),
};

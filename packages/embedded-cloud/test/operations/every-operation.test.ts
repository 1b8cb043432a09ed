import type { Service } from '../../src/core/service';
import { ANSWERED_APIS, SDK_CLIENTS, type SdkOperation, sdkOperations } from '../../scripts/sdk-model';
import { SERVICES } from '../../src/services';
import { Endpoint } from '../../src/testing/endpoint';
import { QUERY_HEADERS, sendRequest } from '../support/wire';
import { minimalValue } from './minimal-input';

/** A call that takes longer counts as hanging. */
const MAX_MS = 5_000;

let endpoint: Endpoint;
const services = new Map<string, Service>();

beforeAll(async () => {
  endpoint = await Endpoint.open();
  for (const module of SERVICES) services.set(module.name, endpoint.run<Service>(module));
});
afterAll(() => endpoint.close());

/** How a call ended. */
interface Outcome {
  readonly status: number;
  /** Undefined for an answer. */
  readonly error?: string;
}

type Send = (operation: SdkOperation) => Promise<Outcome>;

interface Client {
  send(command: unknown): Promise<{ readonly $metadata: { readonly httpStatusCode: number } }>;
  destroy(): void;
}
type Exported = Readonly<Record<string, new (input: unknown) => Client>>;

const ignore = (): void => undefined;
const SETTINGS = {
  forcePathStyle: true,
  disableHostPrefix: true,
  // Clients warn of minimal inputs, such as an object without a body.
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

/** Sends operations with a client of the JavaScript SDK. */
const withClient = (exported: Exported): { readonly send: Send; readonly close: () => void } => {
  const [, ClientClass] = Object.entries(exported).find(([exportName]) => /^[A-Z]\w+Client$/.test(exportName)) ?? [];
  if (!ClientClass) throw new Error('The package exports no client.');
  const client = new ClientClass({ ...endpoint.clientConfig(), ...SETTINGS });
  const send: Send = async (operation) => {
    const Command = exported[`${operation.name}Command`];
    if (!Command) throw new Error(`The package exports no ${operation.name}Command.`);
    try {
      const { $metadata } = await client.send(new Command(minimalValue(operation.input)));
      return { status: $metadata.httpStatusCode };
    } catch (error) {
      const { $metadata, message } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
      return { status: $metadata?.httpStatusCode ?? 0, error: message };
    }
  };
  return { send, close: () => client.destroy() };
};

/** Sends operations of SNS, for which there is no client here, in the Query protocol. */
const withForm: Send = async ({ name }) => {
  const answer = await sendRequest(endpoint, { service: 'sns', headers: QUERY_HEADERS, body: `Action=${name}` });
  return { status: answer.status, ...(answer.status !== 200 && { error: answer.body.toString() }) };
};

/** What is wrong with the outcome of an operation; undefined if it is right. */
const problemOf = (name: string, isRun: boolean, { status, error = '' }: Outcome, ms: number): string | undefined => {
  const isRefused = error.includes(`does not support the operation ${name}; docs/operations.md`);
  if (ms > MAX_MS) return `took ${ms} ms`;
  if (isRefused) return isRun ? 'is refused, although it is declared' : undefined;
  if (!isRun) return `is not refused by its name: ${status} ${error}`;
  return status >= 200 && status < 500 ? undefined : `ends with ${status}: ${error}`;
};

describe.each(ANSWERED_APIS)('%s', (folder) => {
  it('answers each operation of the SDK, with an error of its own if need be, or refuses it by its name', async () => {
    const exported = SDK_CLIENTS[folder] as Exported | undefined;
    const { send, close } = exported ? withClient(exported) : { send: withForm, close: () => undefined };
    const inputs = services.get(folder)?.inputs;
    const problems: string[] = [];
    for (const operation of sdkOperations(folder)) {
      const startedAt = performance.now();
      const outcome = await send(operation);
      const isRun = inputs?.has(operation.name) ?? false;
      const problem = problemOf(operation.name, isRun, outcome, performance.now() - startedAt);
      if (problem !== undefined) problems.push(`${operation.name} ${problem}`);
    }
    close();
    expect(problems).toEqual([]);
  });
});

it('refuses a service that does not run by its name', async () => {
  const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
  const answer = await sendRequest(endpoint, { service: 'events', headers });
  expect([answer.status, answer.body.toString()]).toEqual([501, expect.stringContaining('does not run events')]);
});

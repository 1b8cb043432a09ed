import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NormalizedSchema } from '@smithy/core/schema';
import {
  ANSWERED_APIS,
  type AnsweredApi,
  itemOf,
  memberOf,
  type SdkOperation,
  sdkOperations,
} from '../../scripts/sdk-model';
import type { Selection } from '../../src/core/inputs';
import type { Service } from '../../src/core/service';
import { SERVICES } from '../../src/services';
import { Endpoint } from '../../src/testing/endpoint';

/** Services whose source does not name members: dynalite reads them, the catalog stores them whole, headers carry them. */
const NAMED_ELSEWHERE = ['dynamodb', 'glue', 'lambda', 's3'];
const SOURCES = join(__dirname, '../../src/services');

let endpoint: Endpoint;
const services = new Map<string, Service>();

beforeAll(async () => {
  endpoint = await Endpoint.open();
  for (const module of SERVICES) services.set(module.name, endpoint.run<Service>(module));
});
afterAll(() => endpoint.close());

/** What is wrong with a selection: members that the model lacks, and structures whose members it does not name. */
const problemsOf = (selection: Selection, schema: NormalizedSchema, path: string): readonly string[] =>
  [...selection].flatMap(([name, { members }]) => {
    const member = memberOf(itemOf(schema), name);
    if (name === '*' && member === undefined) return [];
    if (member === undefined) return [`${path}.${name} is not in the model`];
    const item = itemOf(member);
    if (members) return problemsOf(members, item, `${path}.${name}`);
    return item.isStructSchema() || (item.isMapSchema() && itemOf(item.getValueSchema()).isStructSchema())
      ? [`${path}.${name} does not name its members`]
      : [];
  });

const operationsOf = (folder: AnsweredApi): ReadonlyMap<string, SdkOperation> =>
  new Map(sdkOperations(folder).map((operation) => [operation.name, operation]));

/** The names in a selection, at every level, without those whose values ask for what happens anyway. */
const namesIn = (selection: Selection): readonly string[] =>
  [...selection].flatMap(([name, { members, values }]) =>
    values || name === '*' ? [] : [name, ...(members ? namesIn(members) : [])],
  );

const sourceOf = (folder: string): string =>
  readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'inputs.ts')
    .map((file) => readFileSync(join(SOURCES, folder, file), 'utf8'))
    .join('\n');

describe.each(ANSWERED_APIS)('%s', (folder) => {
  it('declares the inputs of exactly the operations that it runs', () => {
    const { inputs, operations } = services.get(folder) ?? {};
    expect(inputs?.size).toBeGreaterThan(0);
    if (operations) expect([...(inputs?.keys() ?? [])].sort()).toEqual(Object.keys(operations).sort());
  });

  it('declares as read only members that its source names', () => {
    if (NAMED_ELSEWHERE.includes(folder)) return;
    const source = sourceOf(folder);
    const missing = [...(services.get(folder)?.inputs ?? [])].flatMap(([operation, { reads }]) =>
      namesIn(reads)
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(source))
        .map((name) => `${operation} ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('declares only members of the model, and names the members of each structure', () => {
    const operations = operationsOf(folder);
    const problems = [...(services.get(folder)?.inputs ?? [])].flatMap(([name, { all }]) => {
      const operation = operations.get(name);
      return operation ? problemsOf(all, operation.input, name) : [`${name} is not in the model`];
    });
    expect(problems).toEqual([]);
  });
});

it('declares the properties of exactly the resource types that it creates', () => {
  for (const [folder, { properties, provisions }] of services) {
    expect([folder, ...(properties?.keys() ?? [])].sort()).toEqual([folder, ...Object.keys(provisions)].sort());
  }
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceModule } from '../../src/core/service-module';
import { SERVICES } from '../../src/services';
import { Endpoint } from '../../src/testing';

const MODULES: readonly ServiceModule[] = SERVICES;
const FOLDER = join(__dirname, '../../src/services');
const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The names of the operations in a model. */
const operationsIn = (text: string): readonly string[] =>
  Object.keys((JSON.parse(text) as { operations: Readonly<Record<string, unknown>> }).operations);

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.open();
});
afterEach(() => endpoint.close());

describe('the list of services', () => {
  it('has every folder that registers a service, under the name of the folder', () => {
    const folders = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'index.ts')));
    expect(MODULES.map(({ name }) => name).toSorted()).toEqual(folders);
  });

  it('has each service after those whose ports it needs', () => {
    expect(() => MODULES.map((module) => endpoint.run(module))).not.toThrow();
  });

  it('has one service for each endpoint name and for each resource type', () => {
    const services = MODULES.map((module) => endpoint.run(module));
    const names = services.map(({ name }) => name);
    const types = services.flatMap(({ provisions }) => Object.keys(provisions));
    for (const list of [names, types]) expect(list.length).toBe(new Set(list).size);
  });

  it('has the permissions of every operation', () => {
    const missing = MODULES.map((module) => endpoint.run(module)).flatMap(({ name, operations = {}, permissions }) =>
      typeof permissions === 'function'
        ? []
        : Object.keys(operations)
            .filter((operation) => !(operation in permissions))
            .map((one) => `${name}:${one}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every operation in the model of its API, if it has a model', () => {
    const missing = MODULES.flatMap((module) => {
      const { model, operations = {} } = endpoint.run(module);
      if (!model) return [];
      const known = operationsIn(readFileSync(join(FOLDER, module.name, 'api-model.json'), 'utf8'));
      return Object.keys(operations).filter((operation) => !known.includes(operation));
    });
    expect(missing).toEqual([]);
  });

  it('is the table in the README', () => {
    const rows = MODULES.map((module) => {
      const { name, provisions } = endpoint.run(module);
      const types = Object.keys(provisions).map((type) => `\`${type.replace('AWS::', '')}\``);
      return [module.name, `\`${name}\``, types.join(', ')];
    });
    const documented = README.split('\n')
      .filter((line) => line.startsWith('| ['))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, service = '', name, types]) => [/\(src\/services\/(.*?)\)/.exec(service)?.[1], name, types]);
    expect(documented).toEqual(rows);
  });
});

describe('a service', () => {
  it('cannot be created before those whose ports it needs', () => {
    const dependent = MODULES.filter(({ name }) => name === 'lambda');
    expect(() => dependent.map((module) => endpoint.run(module))).toThrow(
      'No service listed earlier provides the port "streams".',
    );
  });
});

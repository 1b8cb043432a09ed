import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../src/core/templates/assembly';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'embedded-cloud-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), JSON.stringify(content));

const stack = (stackName: string, dependencies: readonly string[] = []) => ({
  type: 'aws:cloudformation:stack',
  properties: { stackName, templateFile: 'empty.json' },
  dependencies,
});

/** Writes an assembly with these stacks; each artifact's id is the stack's name. */
const writeStacks = (directory: string, artifacts: object): void => {
  mkdirSync(join(folder, directory), { recursive: true });
  write(join(directory, 'empty.json'), {});
  write(join(directory, 'manifest.json'), { artifacts });
};

const stage = (displayName: string) => ({
  type: 'cdk:cloud-assembly',
  properties: { directoryName: `assembly-${displayName}`, displayName },
});

const namesOf = async (name?: string) => (await readAssembly(folder, name)).map((read) => read.name);

describe('readAssembly', () => {
  it('reads the stacks of an app without stages, each after those that it depends on', async () => {
    writeStacks('.', { a: stack('a', ['b', 'assets']), b: stack('b', ['c']), c: stack('c'), assets: { type: 'x' } });
    expect(await namesOf()).toEqual(['c', 'b', 'a']);
  });

  it('reads the stacks of the named stage only, or those of every stage', async () => {
    writeStacks('.', { global: stack('global'), 'assembly-dev': stage('dev'), 'assembly-prod': stage('prod') });
    writeStacks('assembly-dev', { 'dev-a': stack('dev-a') });
    writeStacks('assembly-prod', { 'prod-a': stack('prod-a') });
    expect(await namesOf('prod')).toEqual(['prod-a']);
    expect(await namesOf()).toEqual(['global', 'dev-a', 'prod-a']);
    await expect(namesOf('test')).rejects.toThrow(`${folder} has no stage "test". Its stages are dev, prod.`);
  });

  it('reads the stacks of the only stage when no stage is named', async () => {
    writeStacks('.', { 'assembly-dev': stage('dev') });
    writeStacks('assembly-dev', { 'dev-a': stack('dev-a') });
    expect(await namesOf()).toEqual(['dev-a']);
  });

  it('rejects a stage of an app without stages, and a folder that is not an assembly', async () => {
    writeStacks('.', { a: stack('a') });
    await expect(namesOf('dev')).rejects.toThrow(`${folder} has no stage "dev". The app declares no stages.`);
    await expect(readAssembly(tmpdir())).rejects.toThrow('is not a cloud assembly');
  });
});

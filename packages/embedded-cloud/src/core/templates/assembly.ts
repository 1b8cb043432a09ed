import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../service';

/** One stack of a cloud assembly. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: JsonObject;
}

/** The stacks in one folder of an assembly: those of a stage, or those outside any stage. */
interface Assembly {
  /** The stage's name; empty for the app itself. */
  readonly stage: string;
  readonly folder: string;
  readonly artifacts: JsonObject;
}

const STACK = 'aws:cloudformation:stack';
const NESTED_ASSEMBLY = 'cdk:cloud-assembly';

/**
 * The stacks that `cdk synth` wrote, each after those that it depends on: those of the named stage, or all of the app when
 * no stage is named. Throws when the folder is not a cloud assembly or has no such stage.
 */
export const readAssembly = async (assemblyDir: string, stage?: string): Promise<readonly SynthesizedStack[]> => {
  if (!existsSync(join(assemblyDir, 'manifest.json'))) {
    throw new Error(`${assemblyDir} is not a cloud assembly: it has no manifest.json, which "cdk synth" writes.`);
  }
  const assemblies = await readAssemblies(assemblyDir, '');
  const chosen = stage === undefined ? assemblies : assemblies.filter((assembly) => assembly.stage === stage);
  if (chosen.length === 0) {
    const stages = assemblies.flatMap((assembly) => (assembly.stage === '' ? [] : [assembly.stage]));
    const declared = stages.length === 0 ? 'The app declares no stages' : `Its stages are ${stages.join(', ')}`;
    throw new Error(`${assemblyDir} has no stage "${stage ?? ''}". ${declared}.`);
  }
  return (await Promise.all(chosen.map(readStacks))).flat();
};

/** The assembly in a folder and those nested in it. */
const readAssemblies = async (folder: string, stage: string): Promise<readonly Assembly[]> => {
  const artifacts = objectIn((await readJson(join(folder, 'manifest.json')))['artifacts']);
  const nested = Object.values(artifacts)
    .map(objectIn)
    .filter(({ type }) => type === NESTED_ASSEMBLY)
    .map(({ properties }) => objectIn(properties))
    .map(({ directoryName, displayName }) => readAssemblies(join(folder, String(directoryName)), String(displayName)));
  return [{ stage, folder, artifacts }, ...(await Promise.all(nested)).flat()];
};

const readStacks = async ({ folder, artifacts }: Assembly): Promise<readonly SynthesizedStack[]> => {
  const byId = new Map(
    Object.entries(artifacts)
      .map(([id, artifact]) => [id, objectIn(artifact)] as const)
      .filter(([, { type }]) => type === STACK),
  );
  const ordered = new Set<string>();
  const visit = (id: string): void => {
    for (const dependency of listIn(byId.get(id)?.['dependencies'])) if (byId.has(dependency)) visit(dependency);
    ordered.add(id);
  };
  for (const id of byId.keys()) visit(id);
  return Promise.all(
    [...ordered].map(async (id) => {
      const { stackName, templateFile } = objectIn(byId.get(id)?.['properties']);
      const name = typeof stackName === 'string' ? stackName : id;
      return { name, template: await readJson(join(folder, String(templateFile))) };
    }),
  );
};

const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});

const listIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const readJson = async (file: string): Promise<JsonObject> => {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isObject(value)) throw new Error(`${file} is not a JSON object.`);
  return value;
};

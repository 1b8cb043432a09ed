import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../service';

/** One stack of a synthesized stage. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: JsonObject;
}

/** The stacks of one stage as `cdk synth` wrote them, each behind those that it refers to. */
export const readStage = async (assemblyDir: string, stage: string): Promise<readonly SynthesizedStack[]> => {
  const stageDir = join(assemblyDir, `assembly-${stage}`);
  const { artifacts } = await readJson(join(stageDir, 'manifest.json'));
  const stacks = Object.entries(objectIn(artifacts)).filter(([, artifact]) => objectIn(artifact)['type'] === STACK);
  const byId = new Map(stacks.map(([id, artifact]) => [id, objectIn(artifact)]));
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
      return { name, template: await readJson(join(stageDir, String(templateFile))) };
    }),
  );
};

const STACK = 'aws:cloudformation:stack';

const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});

const listIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const readJson = async (file: string): Promise<JsonObject> => {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isObject(value)) throw new Error(`${file} is not a JSON object.`);
  return value;
};

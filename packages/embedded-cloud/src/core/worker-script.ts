import { buildSync } from 'esbuild';

const scripts = new Map<string, string>();

/** Bundles a TypeScript module and its imports into one script, once: a worker thread has no TypeScript loader. */
export const workerScript = (module: string): string => {
  const script = scripts.get(module) ?? bundle(module);
  scripts.set(module, script);
  return script;
};

const bundle = (module: string): string => {
  const { outputFiles } = buildSync({
    entryPoints: [module],
    bundle: true,
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const [script] = outputFiles;
  if (!script) throw new Error(`esbuild returned no script for ${module}.`);
  return script.text;
};

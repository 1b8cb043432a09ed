import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const LAMBDAS = join(__dirname, '../../lambdas');

/** The script of each bundled step, by its folder below lambdas/, such as `live/count-viewers`. */
const scripts = new Map<string, Uint8Array>();

/**
 * Bundles the handler of every step. A single run of esbuild parses shared modules only once. It has its own process,
 * so that the caller can load other modules in the meantime. Rejects if a handler does not compile.
 */
export const bundleSteps = async (): Promise<void> => {
  const { outputFiles } = await build({
    entryPoints: stepFolders().map((folder) => ({ in: join(LAMBDAS, folder, 'handler.ts'), out: folder })),
    outdir: LAMBDAS, // for the names of the outputs only
    bundle: true,
    platform: 'node',
    target: 'node20', // the oldest version that runs the embedded cloud
    format: 'cjs',
    // A function keeps its source in memory. A single special character in a comment makes V8 use two bytes for each.
    minifyWhitespace: true,
    lineLimit: 160, // so that the lines of a stack trace say where
    logLevel: 'error',
    write: false,
  });
  for (const { path, contents } of outputFiles) scripts.set(path.slice(LAMBDAS.length + 1, -'.js'.length), contents);
};

/** The script of a step; throws unless {@link bundleSteps} has finished. */
export const scriptOf = (stepFolder: string): Uint8Array => {
  const script = scripts.get(stepFolder);
  if (!script) throw new Error(`There is no bundle of ${stepFolder}: await bundleSteps() before the synthesis.`);
  return script;
};

/** Every folder below lambdas/ that has a handler. */
const stepFolders = (): readonly string[] =>
  readdirSync(LAMBDAS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/handler.ts'))
    .map((file) => file.slice(0, -'/handler.ts'.length));

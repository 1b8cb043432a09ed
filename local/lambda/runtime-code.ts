import { join } from 'node:path';
import { buildSync } from 'esbuild';

let code: string | undefined;

/** The source of runtime.ts as one plain script, so that a worker starts without a TypeScript loader. */
export const runtimeCode = (): string => {
  code ??= buildSync({
    entryPoints: [join(__dirname, 'runtime.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    write: false,
  }).outputFiles[0]?.text;
  if (code === undefined) throw new Error('esbuild gave no output for the Lambda runtime.');
  return code;
};

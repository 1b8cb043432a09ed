import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The inputs of a synthesis other than files. */
export interface SynthesisSettings {
  readonly stage: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Every file and folder of the project that a synthesis reads, itself or through esbuild. The second lock file says
 * which packages are installed: it differs from the first between a pull and `npm ci`.
 */
const INPUTS = [
  ...['bin/playhead.ts', 'lib', 'lambdas', 'domain', 'packages/aws-clients', 'sql'],
  ...['cdk.json', 'tsconfig.json', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'],
];

/** Whether a change of this file, given relative to the project, changes the digest. */
export const isSynthesisInput = (file: string): boolean =>
  INPUTS.some((input) => file === input || file.startsWith(`${input}/`));

/**
 * A digest over the content of every input, the settings and the version of Node.js; equal digests mean equal
 * assemblies.
 */
export const digestOfInputs = (root: string, { stage, environment }: SynthesisSettings): string => {
  const files = INPUTS.flatMap((input) => filesIn(root, input)).sort();
  const variables = Object.entries(environment).filter(([name]) => name.startsWith('CDK_'));
  const hash = createHash('sha256').update(JSON.stringify([process.version, stage, variables.sort()]));
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
};

/** The files of a folder, or the file itself, relative to the project; none if it does not exist. */
const filesIn = (root: string, input: string): readonly string[] => {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [input];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
};

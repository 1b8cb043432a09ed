import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfInputs, type SynthesisSettings } from './synthesis-inputs';
import { synthesize } from './synthesize';

/** The assembly to provide, and its location. */
export interface AssemblyOptions extends SynthesisSettings {
  /** The folder in which the assembly is kept between starts. */
  readonly assemblyDir: string;
  /** The folder of the project. */
  readonly root: string;
  /** Writes an assembly into a folder. @default - as `cdk synth` does */
  readonly write?: (assemblyDir: string, settings: SynthesisSettings) => Promise<void>;
}

/** The file in the assembly that holds the digest of its inputs. */
const DIGEST_FILE = 'inputs.sha256';

/**
 * Makes sure that the folder holds the assembly of the current sources. Reuses the one of an earlier start if none of
 * its inputs has changed. A new one is written beside the folder and renamed: a synthesis that fails or is interrupted
 * leaves no half-written assembly.
 */
export const ensureAssembly = async (options: AssemblyOptions): Promise<'reused' | 'synthesized'> => {
  const { assemblyDir, root, write = synthesize, ...settings } = options;
  const digest = digestOfInputs(root, settings);
  const reusable = await readFile(join(assemblyDir, DIGEST_FILE), 'utf8').catch(() => undefined);
  if (reusable === digest) return 'reused';
  const unfinished = `${assemblyDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await write(unfinished, settings);
  await writeFile(join(unfinished, DIGEST_FILE), digest);
  await rm(assemblyDir, { recursive: true, force: true });
  await rename(unfinished, assemblyDir);
  return 'synthesized';
};

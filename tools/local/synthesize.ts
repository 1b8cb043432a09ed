import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import cdk from '../../cdk.json';
import type { SynthesisSettings } from './synthesis-inputs';

/** The folder of the project. */
export const ROOT = join(__dirname, '../..');

/** `cdk synth` checks the templates against rules, which takes as long as the synthesis itself; a start does not. */
const WITHOUT_RULES = { CDK_VALIDATION: 'false' };

/**
 * Synthesizes one stage into a folder, bundles included, as `cdk synth` does; rejects with the output of the synthesis.
 */
export const synthesize = async (assemblyDir: string, { stage, environment }: SynthesisSettings): Promise<void> => {
  const context = JSON.stringify({ ...cdk.context, stage, local: true });
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'bin/playhead.ts')], {
    cwd: ROOT,
    env: { ...environment, ...WITHOUT_RULES, CDK_OUTDIR: assemblyDir, CDK_CONTEXT_JSON: context },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The templates could not be synthesized:\n${output.trim()}`);
};

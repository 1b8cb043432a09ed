import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import cdk from '../../cdk.json';

const ROOT = join(__dirname, '../..');

/** CDK's own rules take as long as all the rest of a synthesis: `cdk synth` holds the templates to them, a start does not. */
const WITHOUT_DEFAULT_RULES = { CDK_VALIDATION: 'false' };

/** Synthesizes one stage into a folder, bundles included, as `cdk synth` does; rejects with what it printed. */
export const synthesize = async (stage: string, assemblyDir: string, environment: NodeJS.ProcessEnv): Promise<void> => {
  const context = JSON.stringify({ ...cdk.context, stage });
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'bin/playhead.ts')], {
    cwd: ROOT,
    env: { ...environment, ...WITHOUT_DEFAULT_RULES, CDK_OUTDIR: assemblyDir, CDK_CONTEXT_JSON: context },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The templates could not be synthesized:\n${output.trim()}`);
};

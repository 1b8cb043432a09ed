import fs from 'node:fs';
import { join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { PlayheadStage } from '../../../lib/app';
import { STAGES } from '../../../lib/stages';
import { createApp } from '../../support/stacks';
import { isSynthesisInput } from '../../../tools/local/synthesis-inputs';

const ROOT = join(__dirname, '../../..');

/** The files of the project among these, relative to it. */
const own = (files: readonly string[]): readonly string[] =>
  files.map((file) => relative(ROOT, file)).filter((file) => !file.startsWith('..') && !file.includes('node_modules/'));

describe('the inputs of a synthesis', () => {
  it('include every module of the app and of the bundles', () => {
    const handlers = fs
      .readdirSync(join(ROOT, 'lambdas'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('handler.ts'))
      .map((file) => join(ROOT, 'lambdas', file));
    const { metafile } = buildSync({
      entryPoints: [join(ROOT, 'bin/playhead.ts'), ...handlers],
      ...{ outdir: ROOT, absWorkingDir: ROOT, platform: 'node', bundle: true },
      external: ['aws-cdk-lib', 'cdk-nag', 'constructs', 'esbuild', '@aws-sdk/*', '@smithy/*'],
      ...{ metafile: true, write: false, logLevel: 'error' },
    });
    const modules = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((file) => !isSynthesisInput(file))).toEqual([]);
  });

  it('include every file that the constructs read', () => {
    const read: string[] = [];
    const readFileSync = fs.readFileSync;
    const spy = jest.spyOn(fs, 'readFileSync').mockImplementation((...call: Parameters<typeof readFileSync>) => {
      if (typeof call[0] === 'string') read.push(call[0]);
      return readFileSync(...call);
    });
    new PlayheadStage(createApp(), STAGES.dev, {}).synth();
    spy.mockRestore();
    const files = own(read);
    expect(files.some((file) => file.endsWith('.sql'))).toBe(true);
    expect(files.filter((file) => !isSynthesisInput(file))).toEqual([]);
  });
});

import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** What Lambda runs. */
export const RUNTIME = Runtime.NODEJS_24_X;

/** A bundle's file and what it exports: `index.handler` to Lambda. */
export const HANDLER = 'index.handler';

/**
 * A step's bundle. Everything is in it, the SDK too: what runs is what was tested. Built for Node 20, on which one
 * machine may run it. In this process, where NodejsFunction starts a process a bundle: eight cost a start ten seconds.
 */
export const bundle = (subsystem: string, step: string, sqlFolders: readonly string[]): Code => {
  const folder = join(ROOT, 'lambdas', subsystem, step);
  const tryBundle = (outputDir: string): boolean => {
    buildSync({
      entryPoints: [join(folder, 'handler.ts')],
      outfile: join(outputDir, 'index.js'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
    });
    copyStatements(sqlFolders, join(outputDir, 'sql'));
    return true;
  };
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: RUNTIME.bundlingImage, local: { tryBundle } },
  });
};

/** Copies the folders' own files beside the bundle. */
const copyStatements = (folders: readonly string[], outputDir: string): void => {
  if (folders.length > 0) mkdirSync(outputDir);
  for (const folder of folders)
    for (const file of readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.sql')))
      copyFileSync(join(ROOT, folder, file), join(outputDir, file));
};

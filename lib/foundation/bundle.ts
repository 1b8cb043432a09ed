import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** The runtime of every function. */
export const RUNTIME = Runtime.NODEJS_24_X;

/** The bundle's file and its export. */
export const HANDLER = 'index.handler';

/**
 * The bundle of a step, by its folder below lambdas/, such as `live/count-viewers`. It contains everything, the SDK too, so
 * that what runs is what was tested. It is built for Node 20, because one machine may run it on Node 20. It is built in this
 * process: NodejsFunction starts a process for each bundle.
 */
export const bundle = (stepFolder: string, sqlFolders: readonly string[]): Code => {
  const folder = join(ROOT, 'lambdas', stepFolder);
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

/** Copies the statements of folders below sql/ beside the bundle; their own folders are left out. */
const copyStatements = (folders: readonly string[], outputDir: string): void => {
  if (folders.length > 0) mkdirSync(outputDir);
  for (const folder of folders)
    for (const file of readdirSync(join(ROOT, 'sql', folder)).filter((name) => name.endsWith('.sql')))
      copyFileSync(join(ROOT, 'sql', folder, file), join(outputDir, file));
};

import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { scriptOf } from './step-bundles';

const ROOT = join(__dirname, '../..');

/** The runtime of every function. */
export const RUNTIME = Runtime.NODEJS_24_X;

/** The bundle's file and its export. */
export const HANDLER = 'index.handler';

/**
 * The code of a step, by its folder below lambdas/, such as `live/count-viewers`: its bundle and the statements of its
 * SQL folders. The bundle includes the SDK, so that the tested version runs.
 */
export const bundle = (stepFolder: string, sqlFolders: readonly string[]): Code => {
  const tryBundle = (outputDir: string): boolean => {
    writeFileSync(join(outputDir, 'index.js'), scriptOf(stepFolder));
    copyStatements(sqlFolders, join(outputDir, 'sql'));
    return true;
  };
  return Code.fromAsset(join(ROOT, 'lambdas', stepFolder), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: RUNTIME.bundlingImage, local: { tryBundle } },
  });
};

/** Copies the statements of folders below sql/ beside the bundle, without subfolders. */
const copyStatements = (folders: readonly string[], outputDir: string): void => {
  if (folders.length > 0) mkdirSync(outputDir);
  for (const folder of folders)
    for (const file of readdirSync(join(ROOT, 'sql', folder)).filter((name) => name.endsWith('.sql')))
      copyFileSync(join(ROOT, 'sql', folder, file), join(outputDir, file));
};

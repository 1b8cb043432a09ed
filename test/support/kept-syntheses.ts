import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageConfig } from '../../lib/stages';
import { inheritedEnvironment } from '../../tools/command/env';
import { CannotStart } from '../../tools/command/errors';
import { lockFolder } from '../../tools/local/folder-lock';
import { digestOfInputs } from '../../tools/local/synthesis-inputs';
import { ROOT, synthesize } from '../../tools/local/synthesize';
import { until } from './until';

const KEPT = join(ROOT, 'node_modules/.cache/playhead-syntheses');

/** The templates of a stage, as JSON. */
export type TemplatesBySubsystem = Readonly<Record<string, Record<string, unknown>>>;

/** Where a synthesis of the current sources is kept. Those of other sources are removed. */
const placeOf = (name: string): string => {
  const digest = digestOfInputs(ROOT, SETTINGS);
  if (mkdirSync(join(KEPT, digest), { recursive: true }) !== undefined) {
    for (const other of readdirSync(KEPT)) if (other !== digest) rmSync(join(KEPT, other), { recursive: true });
  }
  return join(KEPT, digest, name);
};

const SETTINGS = { stage: 'dev', environment: inheritedEnvironment() };

/** The templates of a configuration. Thirty suites need the same, and a synthesis takes seconds. */
export const keepTemplates = (config: StageConfig, create: () => TemplatesBySubsystem): TemplatesBySubsystem => {
  const place = placeOf(`${createHash('sha256').update(JSON.stringify(config)).digest('hex')}.json`);
  if (!existsSync(place)) {
    const unfinished = `${place}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(create()));
    renameSync(unfinished, place);
  }
  return JSON.parse(readFileSync(place, 'utf8')) as TemplatesBySubsystem;
};

/** Copies the assembly of the dev stage, which the first suite synthesizes while the others wait. */
export const copyAssembly = async (folder: string): Promise<void> => {
  const place = placeOf('cdk.out');
  await until(() => existsSync(place) || tryToLock(`${place}.lock`));
  if (!existsSync(place)) {
    await synthesize(`${place}.unfinished`, SETTINGS);
    renameSync(`${place}.unfinished`, place);
  }
  await cp(place, folder, { recursive: true });
};

/** Locks a folder for this process; false if another process holds it. */
const tryToLock = (folder: string): boolean => {
  try {
    lockFolder(folder, 'npm test');
    return true;
  } catch (error) {
    if (error instanceof CannotStart) return false;
    throw error;
  }
};

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../command/env';
import { ensureAssembly } from './assembly';
import { lockFolder } from './folder-lock';
import { LOCAL_STAGE } from './stage';
import { ROOT } from './synthesize';

/** The folder of one embedded cloud. */
export interface FolderOptions {
  /** Holds the synthesized templates and the state of the services. */
  readonly folder: string;
  /** Shown to a user who starts another command on the same folder. */
  readonly command: string;
  /** Whether to delete the state of an earlier run. @default false */
  readonly isFresh?: boolean;
}

/** A folder that belongs to this process, while its templates are still being synthesized. */
export interface PreparedFolder {
  readonly assemblyDir: string;
  readonly stateDir: string;
  /** Resolves once the templates of the current sources are in `assemblyDir`. */
  readonly assembly: Promise<'reused' | 'synthesized'>;
}

/**
 * Locks the folder and, if necessary, starts the synthesis in a separate process. The caller can load the modules of
 * the embedded cloud in the meantime; both take seconds. Throws {@link CannotStart} if another process uses the folder.
 */
export const prepareFolder = ({ folder, command, isFresh = false }: FolderOptions): PreparedFolder => {
  lockFolder(folder, command);
  const [assemblyDir, stateDir] = [join(folder, 'cdk.out'), join(folder, 'state', LOCAL_STAGE)];
  const prepare = async () => {
    if (isFresh) await rm(stateDir, { recursive: true, force: true });
    return ensureAssembly({ assemblyDir, root: ROOT, stage: LOCAL_STAGE, environment: inheritedEnvironment() });
  };
  const assembly = prepare();
  assembly.catch(() => undefined); // reported to the caller that awaits it, which may happen later
  return { assemblyDir, stateDir, assembly };
};

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart } from '../command/errors';

/** Checks before a run of several minutes that its report can be written; throws {@link CannotStart} otherwise. */
export const checkReportFile = (file: string): void => {
  try {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(', ')[0] : String(error);
    throw new CannotStart(`--report ${file} cannot be written (${reason}): name a file in an existing folder.`);
  }
};

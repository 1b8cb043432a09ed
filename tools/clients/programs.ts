import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS_FOLDER } from './clients-folder';

/** The name of the file that runs a program. */
export const RUN = 'run';

/** The programs, by the names of their folders: every folder that has a file `run`. */
export const programNames = (): readonly string[] =>
  readdirSync(CLIENTS_FOLDER)
    .filter((name) => existsSync(join(CLIENTS_FOLDER, name, RUN)))
    .sort();

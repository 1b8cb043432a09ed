import { join } from 'node:path';

/** The folder of the programs, one folder per client, and of the app that they use. */
export const CLIENTS_FOLDER = join(__dirname, '../../packages/embedded-cloud/clients');

/** The page that lists the clients and their operations. */
export const CLIENTS_PAGE = join(CLIENTS_FOLDER, '../docs/clients.md');

import { join } from 'node:path';

/** Where this machine keeps the templates and the state of the embedded cloud. */
export const STATE_FOLDER = join(__dirname, '../../.playhead');

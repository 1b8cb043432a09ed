import { join } from 'node:path';

/** The folder of the embedded cloud's templates and state. */
export const STATE_FOLDER = join(__dirname, '../../.playhead');

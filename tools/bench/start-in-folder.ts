import { prepareFolder } from '../local/prepare-folder';
import { runPlayhead } from '../local/run-playhead';
import { Terminal } from '../local/terminal';

/** `npm start` without viewers in a folder of its own: its arguments are the folder and the port. */
const [, , folder = '', port = ''] = process.argv;
const prepared = prepareFolder({ folder, command: 'npm run bench:start' });
void runPlayhead(prepared, { port: Number(port), viewers: 0, seed: '1' }, new Terminal(process.stdout));

import { defineCommand } from '../command/command';
import { readTrace } from '../simulator/trace';
import { prepareFolder } from './prepare-folder';
import { STATE_FOLDER } from './state-folder';
import { Terminal } from './terminal';

/** `npm start`: runs the whole pipeline on this machine until Ctrl-C. */
export const startCommand = defineCommand({
  name: 'npm start',
  summary: 'Runs the whole pipeline on this machine, with simulated viewers, until Ctrl-C.',
  options: {
    viewers: { type: 'number', default: 300, description: 'the number of concurrent viewers' },
    trace: { type: 'text', placeholder: 'FILE', description: 'a CSV file of measured sessions to imitate' },
    seed: { type: 'text', default: '1', description: 'the same seed plays the same sessions' },
    port: { type: 'number', default: 4566, description: 'the port of the endpoint' },
  },
  example: '--viewers 1000',
  run: async ({ viewers, trace, seed, port }) => {
    if (trace !== undefined) readTrace(trace); // stops before anything starts if the file cannot be read
    const terminal = new Terminal(process.stdout);
    terminal.print('Playhead');
    const folder = prepareFolder({ folder: STATE_FOLDER, command: 'npm start' });
    // eslint-disable-next-line no-restricted-syntax -- these modules load while another process synthesizes the templates
    const { runPlayhead } = await import('./run-playhead');
    await runPlayhead(folder, { port, viewers, seed, traceFile: trace }, terminal);
    return 0;
  },
});

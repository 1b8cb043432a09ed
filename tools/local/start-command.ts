import { setTimeout as delay } from 'node:timers/promises';
import { defineCommand } from '../command/command';
import { readTrace } from '../simulator/trace';
import { liveLine } from './live-line';
import { type Playhead, startPlayhead } from './playhead';
import { STATE_FOLDER } from './state-folder';
import { Terminal } from './terminal';

/** `npm start`: runs the whole pipeline on this machine until Ctrl-C. */
export const startCommand = defineCommand({
  name: 'npm start',
  summary: 'Runs the whole pipeline on this machine, with simulated viewers, until Ctrl-C.',
  options: {
    viewers: { type: 'number', default: 300, description: 'how many viewers watch at the same time' },
    trace: { type: 'text', placeholder: 'FILE', description: 'a CSV file of measured sessions to imitate' },
    seed: { type: 'text', default: '1', description: 'the same seed plays the same sessions' },
    port: { type: 'number', default: 4566, description: 'the port of the endpoint' },
  },
  example: '--viewers 1000',
  run: async ({ viewers, trace, seed, port }) => {
    if (trace !== undefined) readTrace(trace); // stops before anything starts if the file cannot be read
    const terminal = new Terminal(process.stdout);
    terminal.print('Playhead');
    const playhead = await startPlayhead(
      { folder: STATE_FOLDER, command: 'npm start', port, viewers, seed, traceFile: trace },
      terminal,
    );
    printAddresses(playhead, terminal);
    await showLiveLine(playhead, terminal);
    await terminal.step('stopping', () => playhead.stop());
    return 0;
  },
});

const printAddresses = ({ cloud, consoleUrl }: Playhead, terminal: Terminal): void => {
  const { endpoint, region } = cloud.surroundings;
  terminal.print();
  terminal.print(`  console   ${consoleUrl}`);
  terminal.print(`  endpoint  ${endpoint}   (AWS_ENDPOINT_URL, any credentials, region ${region})`);
  terminal.print(`  events    POST ${endpoint}/v1/events`);
  terminal.print('  Ctrl-C stops it; accepted events are kept under .playhead/.');
  terminal.print();
};

/** Updates the live line every second until the process is asked to stop. */
const showLiveLine = async (playhead: Playhead, terminal: Terminal): Promise<void> => {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  playhead.viewers.onProgress((stats) => playhead.observer.note(stats));
  while (!stopping.signal.aborted) {
    terminal.show(await liveLine(playhead, Date.now()).catch((error: unknown) => `  ${String(error)}`));
    await delay(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
};

import { setTimeout as delay } from 'node:timers/promises';
import { liveLine } from './live-line';
import { type Playhead, type PlayheadOptions, startPlayhead } from './playhead';
import type { PreparedFolder } from './prepare-folder';
import type { Terminal } from './terminal';

/** Runs the whole pipeline until SIGINT or SIGTERM, with a live line on the terminal. */
export const runPlayhead = async (
  folder: PreparedFolder,
  options: PlayheadOptions,
  terminal: Terminal,
): Promise<void> => {
  const playhead = await startPlayhead(folder, options, terminal);
  printAddresses(playhead, terminal);
  await showLiveLine(playhead, terminal);
  await terminal.step('stopping', () => playhead.stop());
};

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

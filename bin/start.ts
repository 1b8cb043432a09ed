import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { quietSdk } from '../packages/embedded-cloud/src/core/env';
import { type Option, readArguments } from '../tools/local/arguments';
import { runCommand } from '../tools/local/command';
import { liveLine } from '../tools/local/live-line';
import { startPlayhead } from '../tools/local/playhead';
import { Terminal } from '../tools/local/terminal';
import { readTrace } from '../tools/simulator/trace';

const OPTIONS = {
  viewers: { kind: 'number', help: 'how many watch at a time (300)' },
  trace: { kind: 'text', help: 'a CSV of measured sessions to take their shapes from' },
  seed: { kind: 'text', help: 'the same seed plays the same sessions (1)' },
  port: { kind: 'number', help: 'where the endpoint listens (4566)' },
} satisfies Record<string, Option>;

/** The whole pipeline on this machine, until Ctrl-C. */
const start = async (terminal: Terminal): Promise<number> => {
  const asked = readArguments(process.argv.slice(2), OPTIONS);
  if (asked.trace !== undefined) readTrace(asked.trace); // before anything is brought up for it
  terminal.print('Playhead');
  const playhead = await startPlayhead(
    {
      folder: join(__dirname, '../.playhead'),
      command: 'npm start',
      port: asked.port ?? 4566,
      viewers: asked.viewers ?? 300,
      seed: asked.seed ?? '1',
      traceFile: asked.trace,
    },
    terminal,
  );
  const { endpoint } = playhead.cloud.surroundings;
  terminal.print();
  terminal.print(`  console   ${playhead.consoleUrl}`);
  terminal.print(
    `  endpoint  ${endpoint}   (AWS_ENDPOINT_URL, any credentials, region ${playhead.cloud.surroundings.region})`,
  );
  terminal.print(`  events    POST ${endpoint}/v1/events`);
  terminal.print('  Ctrl-C stops it; what was accepted is kept under .playhead/.');
  terminal.print();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  playhead.viewers.onProgress((stats) => playhead.observer.note(stats));
  while (!stopping.signal.aborted) {
    terminal.show(await liveLine(playhead, Date.now()).catch((error: unknown) => `  ${String(error)}`));
    await delay(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  await terminal.step('stopping', () => playhead.stop());
  return 0;
};

quietSdk();
const terminal = new Terminal(process.stdout);
runCommand(
  (text) => terminal.print(text),
  () => start(terminal),
);

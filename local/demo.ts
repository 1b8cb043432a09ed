import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toLines } from './demo/report';
import { runDemo } from './demo/run-demo';
import { quietSdk } from './env';
import { type Option, readArguments, UsageError } from './run/arguments';
import { Terminal } from './run/terminal';

const OPTIONS = {
  scenario: { kind: 'text', help: 'quick: ordinary viewing with duplicates and late events (quick)' },
  seconds: { kind: 'number', help: 'how long the viewers watch (60)' },
  viewers: { kind: 'number', help: 'how many watch at a time (300)' },
  trace: { kind: 'text', help: 'a CSV of measured sessions to take their shapes from' },
  seed: { kind: 'text', help: 'the same seed plays the same sessions (1)' },
  report: { kind: 'text', help: 'where the report goes, as JSON' },
  port: { kind: 'number', help: 'where the endpoint listens (a free port)' },
  'kinesis-outage': { kind: 'number', help: 'for how many seconds Kinesis refuses every call (0)' },
} satisfies Record<string, Option>;

/** The pipeline for a bounded time, held to the viewers' own truth. */
const demo = async (terminal: Terminal): Promise<number> => {
  const asked = readArguments(process.argv.slice(2), OPTIONS);
  if (asked.scenario !== undefined && asked.scenario !== 'quick') {
    throw new UsageError(`There is no scenario "${asked.scenario}"; there is: quick.`);
  }
  terminal.print('Playhead demo');
  const report = await runDemo(
    {
      folder: join(__dirname, '../.playhead/demo'),
      scenario: 'quick',
      seconds: asked.seconds ?? 60,
      viewers: asked.viewers ?? 300,
      seed: asked.seed ?? '1',
      traceFile: asked.trace,
      port: asked.port ?? 0,
      kinesisOutageSeconds: asked['kinesis-outage'] ?? 0,
    },
    terminal,
  );
  for (const line of toLines(report)) terminal.print(line);
  if (asked.report !== undefined) await writeFile(asked.report, `${JSON.stringify(report, null, 2)}\n`);
  return report.differences.length === 0 ? 0 : 1;
};

quietSdk();
const terminal = new Terminal(process.stdout);
demo(terminal).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    terminal.print(
      error instanceof Error ? (error instanceof UsageError ? error.message : (error.stack ?? '')) : String(error),
    );
    process.exitCode = 1;
  },
);

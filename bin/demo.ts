import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toLines } from '../tools/demo/report';
import { runDemo, type ScenarioName, SCENARIOS } from '../tools/demo/run-demo';
import { quietSdk } from '../packages/embedded-cloud/src/core/env';
import { type Option, readArguments, UsageError } from '../tools/local/arguments';
import { runCommand } from '../tools/local/command';
import { checkReportFile } from '../tools/local/report-file';
import { Terminal } from '../tools/local/terminal';
import { readTrace } from '../tools/simulator/trace';

const OPTIONS = {
  scenario: {
    kind: 'text',
    help: 'quick: ordinary viewing; outages: playback breaks; spike: ten times the viewers; faults: each service misbehaves in turn (quick)',
  },
  seconds: { kind: 'number', help: 'how long the viewers watch, in quick (60)' },
  viewers: { kind: 'number', help: 'how many watch at a time (300; 2,500 in outages)' },
  relayed: { kind: 'number', help: "the share of viewers whose events a partner's relay sends, many in a request (0)" },
  trace: { kind: 'text', help: 'a CSV of measured sessions to take their shapes from' },
  seed: { kind: 'text', help: 'the same seed plays the same sessions (1)' },
  report: { kind: 'text', help: 'where the report goes, as JSON' },
  port: { kind: 'number', help: 'where the endpoint listens (a free port)' },
  'kinesis-outage': { kind: 'number', help: 'for how many seconds Kinesis refuses every call (0)' },
} satisfies Record<string, Option>;

const isScenario = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);

/** Outages need as many as it takes for every cohort that is broken to have a sample worth an alarm. */
const VIEWERS: Readonly<Record<ScenarioName, number>> = { quick: 300, outages: 2_500, spike: 300, faults: 200 };

/** The pipeline for a bounded time, held to the viewers' own truth. */
const demo = async (terminal: Terminal): Promise<number> => {
  const asked = readArguments(process.argv.slice(2), OPTIONS);
  const scenario = asked.scenario ?? 'quick';
  if (!isScenario(scenario)) {
    throw new UsageError(`There is no scenario "${scenario}"; there are ${Object.keys(SCENARIOS).join(', ')}.`);
  }
  if (asked.trace !== undefined) readTrace(asked.trace); // before anything is brought up for it
  if (asked.report !== undefined) checkReportFile(asked.report);
  terminal.print('Playhead demo');
  const report = await runDemo(
    {
      folder: join(__dirname, '../.playhead/demo'),
      command: 'npm run demo',
      scenario,
      seconds: asked.seconds ?? 60,
      viewers: asked.viewers ?? VIEWERS[scenario],
      seed: asked.seed ?? '1',
      rates: { relayed: asked.relayed ?? 0 },
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
runCommand(
  (text) => terminal.print(text),
  () => demo(terminal),
);

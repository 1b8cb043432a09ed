import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from '../command/command';
import { checkReportFile } from '../local/report-file';
import { STATE_FOLDER } from '../local/state-folder';
import { Terminal } from '../local/terminal';
import { readTrace } from '../simulator/trace';
import { differencesIn, toJson, toLines } from './report';
import { runDemo, SCENARIO_NAMES, type ScenarioName } from './run-demo';

/** Outages need so many viewers that every broken cohort has a large enough sample for an alarm. */
const VIEWERS: Readonly<Record<ScenarioName, number>> = { quick: 300, outages: 2_500, spike: 300, faults: 200 };

/** `npm run demo`: runs the pipeline for a limited time and compares its results with the simulated viewers. */
export const demoCommand = defineCommand({
  name: 'npm run demo',
  summary: 'Runs the pipeline for a limited time and compares what every reader received with the simulated viewers.',
  options: {
    scenario: {
      type: 'text',
      choices: SCENARIO_NAMES,
      default: 'quick',
      description:
        'quick: ordinary viewing; outages: playback breaks; spike: ten times the viewers; faults: each service fails in turn',
    },
    seconds: { type: 'number', default: 60, description: 'the duration of the scenario quick' },
    viewers: {
      type: 'number',
      description: 'how many viewers watch at the same time (default: 300; 2,500 in outages, 200 in faults)',
    },
    outages: {
      type: 'number',
      default: 9,
      description: 'how many outages the scenario outages injects, one after another',
    },
    relayed: {
      type: 'number',
      placeholder: 'SHARE',
      default: 0,
      description: "the share of viewers whose events a partner's relay sends, many in a request",
    },
    hostile: {
      type: 'number',
      placeholder: 'SHARE',
      default: 0,
      description: 'the share of sessions whose players contradict themselves',
    },
    trace: { type: 'text', placeholder: 'FILE', description: 'a CSV file of measured sessions to imitate' },
    seed: { type: 'text', default: '1', description: 'the same seed plays the same sessions' },
    report: { type: 'text', placeholder: 'FILE', description: 'writes the report to this file, as JSON' },
    port: { type: 'number', description: 'the port of the endpoint (default: a free port)' },
    'kinesis-outage': {
      type: 'number',
      placeholder: 'SECONDS',
      default: 0,
      description: 'how long Kinesis refuses every call',
    },
  },
  example: '--scenario outages --report report.json',
  run: async ({
    scenario,
    seconds,
    viewers,
    relayed,
    hostile,
    trace,
    seed,
    report: file,
    port,
    outages,
    ...values
  }) => {
    if (trace !== undefined) readTrace(trace); // stops before anything starts if the file cannot be read
    if (file !== undefined) checkReportFile(file);
    const terminal = new Terminal(process.stdout);
    terminal.print('Playhead demo');
    const report = await runDemo(
      {
        ...{ folder: join(STATE_FOLDER, 'demo'), port: port ?? 0 },
        ...{ scenario, seconds, viewers: viewers ?? VIEWERS[scenario], seed, traceFile: trace },
        rates: { relayed, hostile },
        outages,
        kinesisOutageSeconds: values['kinesis-outage'],
      },
      terminal,
    );
    for (const line of toLines(report)) terminal.print(line);
    if (file !== undefined) await writeFile(file, toJson(report));
    return differencesIn(report).length === 0 ? 0 : 1;
  },
});

import { type Playhead, type PlayheadOptions, startPlayhead } from '../local/playhead';
import { prepareFolder } from '../local/prepare-folder';
import type { Terminal } from '../local/terminal';
import { readEventIds } from '../simulator/event-ids';
import { registered } from '../subsystems/registered';
import { AlarmWatch } from './alarm-watch';
import type { DemoRun } from './demo-run';
import { inOrder } from './demo-section';
import { MemoryMeter } from './memory-meter';
import type { DemoReport, ReportSection } from './report';
import type { Scenario } from './scenario';
import { faults } from './scenarios/faults';
import { outages } from './scenarios/outages';
import { quick } from './scenarios/quick';
import { spike } from './scenarios/spike';

/** A run of limited duration. */
export interface DemoOptions extends Omit<PlayheadOptions, 'keepEventIds'> {
  /** Holds the templates and the state of the services. The state of an earlier run is deleted. */
  readonly folder: string;
  readonly scenario: ScenarioName;
  /** How long the viewers watch, in scenarios without a fixed duration. */
  readonly seconds: number;
  /** How long Kinesis refuses every call, from the first quarter of a quick run on; 0 for never. */
  readonly kinesisOutageSeconds: number;
  /** How many of the planned outages the scenario outages injects. */
  readonly outages: number;
}

/** The scenarios by name. */
const SCENARIOS = { quick, outages, spike, faults } satisfies Record<string, Scenario>;
export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];

/** Alarms are evaluated every 10 s; the alarm on missing heartbeats needs 30 s of heartbeats. */
const SETTLED_WITHIN_MS = 90_000;

/** Plays a scenario and compares the data of every registered subsystem with what the viewers sent. */
export const runDemo = async (options: DemoOptions, terminal: Terminal): Promise<DemoReport> => {
  const folder = prepareFolder({ folder: options.folder, command: 'npm run demo', isFresh: true });
  const playhead = await startPlayhead(folder, { ...options, keepEventIds: true }, terminal);
  try {
    terminal.print(`    console: ${playhead.consoleUrl}`);
    return await play(playhead, options, terminal);
  } finally {
    await terminal.step('stopping', () => playhead.stop());
  }
};

const play = async (playhead: Playhead, options: DemoOptions, terminal: Terminal): Promise<DemoReport> => {
  const { scenario, seconds, viewers, seed, kinesisOutageSeconds, outages: planned, traceFile } = options;
  const { cloud, contents } = playhead;
  const memory = new MemoryMeter();
  const from = Date.now();
  playhead.viewers.onProgress((stats) => {
    playhead.observer.note(stats);
    memory.sample();
  });
  const alarms = new AlarmWatch(cloud.services.cloudwatch, cloud.services.sns);
  await terminal.step('waiting for the alarms to settle', () => alarms.settle(SETTLED_WITHIN_MS));
  const played = await SCENARIOS[scenario]({
    playhead,
    terminal,
    alarms,
    seconds,
    viewers,
    kinesisOutageSeconds,
    outages: planned,
  });
  alarms.stop();
  const stats = await terminal.step('stopping the viewers', () => playhead.viewers.stop());
  const to = Date.now();
  const run: DemoRun = {
    ...{ cloud, viewers: playhead.viewers, liveCounts: playhead.observer.liveCounts, contents, terminal },
    ...{ from, to, stats, transitions: alarms.transitions, messages: alarms.messages, disturbances: played },
    hasMeasuredSessions: traceFile !== undefined,
    accepted: new Set(readEventIds(await playhead.viewers.acceptedIds())),
  };
  const sections = [...(await check(run)), ...(played.section ? [played.section] : [])];
  const facts = { scenario, seconds: Math.round((to - from) / 1_000), viewers, seed: String(seed) };
  return { ...facts, sections, memory: memory.report() };
};

/** Runs the checks of all subsystems, one after another. */
const check = async (run: DemoRun): Promise<readonly ReportSection[]> => {
  const declared = registered('demo').map(({ subsystem, registration }) => ({ ...registration, name: subsystem }));
  const checked = new Map<string, ReportSection>();
  for (const section of inOrder(declared)) {
    const { name, formerName, step } = section;
    checked.set(name, { name, formerName, ...(await run.terminal.step(step, () => section.run(run))) });
  }
  return declared.flatMap(({ name }) => checked.get(name) ?? []);
};

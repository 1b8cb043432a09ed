import type { PublishedCount } from '../local/live-counts';
import { type Playhead, type PlayheadOptions, startPlayhead } from '../local/playhead';
import { prepareFolder } from '../local/prepare-folder';
import type { Terminal } from '../local/terminal';
import { readEventIds } from '../simulator/event-ids';
import type { ViewerStats } from '../simulator/messages';
import { judgeAlarms, MEASURED_SESSIONS_EXPLAIN } from './alarm-judgement';
import { AlarmWatch } from './alarm-watch';
import { checkWarehouse } from './warehouse-check';
import { checkLake } from './lake-check';
import { checkFeatures } from './features-check';
import { auditIntake, checkLedger, type LedgerReport } from './ledger-check';
import { MemoryMeter } from './memory-meter';
import { checkLive, closedInstants, instantsClosedBy } from './live-check';
import { type DemoReport, differencesIn, type IngestReport } from './report';
import type { Played, Scenario } from './scenario';
import { faults } from './scenarios/faults';
import { outages } from './scenarios/outages';
import { quick } from './scenarios/quick';
import { spike } from './scenarios/spike';

/** A bounded run. */
export interface DemoOptions extends Omit<PlayheadOptions, 'keepEventIds'> {
  /** Holds the templates and the state of the services. The state of an earlier run is deleted. */
  readonly folder: string;
  readonly scenario: ScenarioName;
  /** How long the viewers watch, where the scenario leaves it open. */
  readonly seconds: number;
  /** For how long, from a quarter into a quick run, Kinesis refuses every call; 0 for never. */
  readonly kinesisOutageSeconds: number;
}

/** The scenarios by name. */
const SCENARIOS = { quick, outages, spike, faults } satisfies Record<string, Scenario>;
export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];

/** Alarms are judged every ten seconds; the one on silence needs half a minute of heartbeats. */
const SETTLED_WITHIN_MS = 90_000;

/** Plays a scenario, waits until its counts are final, and holds every reader to the viewers' truth. */
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
  const { scenario, seconds, viewers, seed, kinesisOutageSeconds, traceFile } = options;
  const memory = new MemoryMeter();
  const from = Date.now();
  playhead.viewers.onProgress((stats) => {
    playhead.observer.note(stats);
    memory.sample();
  });
  const alarms = new AlarmWatch(playhead.cloud.services.cloudwatch);
  await terminal.step('waiting for the alarms to settle', () => alarms.settle(SETTLED_WITHIN_MS));
  const played = await SCENARIOS[scenario]({ playhead, terminal, alarms, seconds, viewers, kinesisOutageSeconds });
  alarms.stop();
  const stats = await terminal.step('the viewers leave', () => playhead.viewers.stop());
  const to = Date.now();
  const live = await checkLive(await finalInstants(played, playhead, from, to, terminal), playhead);
  const accepted = new Set(readEventIds(await playhead.viewers.acceptedIds()));
  const intake = await terminal.step('auditing every accepted event', () => auditIntake(playhead.cloud, accepted));
  const lake = await terminal.step('curating the lake, twice', () => checkLake(playhead.cloud, accepted, from, to));
  const features = await terminal.step('looking every viewer up', () => checkFeatures(playhead));
  const warehouse = await terminal.step('mirroring the last seven days, thrice', () =>
    checkWarehouse(playhead.cloud, accepted.size),
  );
  const ledger = await terminal.step('reconciling every path', () =>
    checkLedger(playhead.cloud, accepted, intake, from, to),
  );
  const results = {
    ingest: toIngest(stats, ledger, (to - from) / 1000),
    live,
    quality: judgeAlarms(
      alarms.transitions,
      played.outages,
      traceFile === undefined ? played.expectedAlarms : MEASURED_SESSIONS_EXPLAIN,
    ),
    features,
    ...(played.spike && { spike: played.spike }),
    lake,
    warehouse,
    ledger,
  };
  const about = { scenario, seconds: Math.round((to - from) / 1_000), viewers, seed: String(seed) };
  const differences = differencesIn(results, played.kinesisOutageSeconds);
  return { ...about, ...results, memory: memory.report(), differences };
};

const finalInstants = (
  { waitsForClosing }: Played,
  { observer }: Playhead,
  from: number,
  to: number,
  terminal: Terminal,
): Promise<readonly PublishedCount[]> =>
  waitsForClosing
    ? terminal.step('waiting for the last instants to close', () =>
        closedInstants(observer.liveCounts, from, to, (open, seconds) =>
          terminal.show(`  … ${open} instants still take late events, ${seconds} s after the last viewer left`),
        ),
      )
    : instantsClosedBy(observer.liveCounts, from, to);

const toIngest = (stats: ViewerStats, { quarantined }: LedgerReport, seconds: number): IngestReport => ({
  sent: stats.sent,
  accepted: stats.accepted,
  refused: stats.refused,
  duplicatesSent: stats.duplicatesSent,
  quarantined,
  requests: stats.requests,
  eventsPerSecond: (stats.accepted + stats.duplicatesSent) / seconds,
  retries: stats.retries,
  unanswered: stats.unanswered,
});

import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { liveLine } from '../run/live-line';
import { type Playhead, type PlayheadOptions, startPlayhead } from '../run/playhead';
import type { Terminal } from '../run/terminal';
import { readEventIds } from '../viewers/event-ids';
import type { ViewerStats } from '../viewers/messages';
import { checkLive, closedInstants } from './live-check';
import { countQuarantined } from './quarantine-audit';
import { type DemoReport, differencesIn, type IngestReport, type LedgerReport } from './report';
import { auditStream } from './stream-audit';

/** A bounded run. */
export interface DemoOptions extends Omit<PlayheadOptions, 'keepEventIds'> {
  readonly scenario: string;
  /** How long the viewers watch. */
  readonly seconds: number;
  /** For how long, from a quarter into the run, Kinesis refuses every call; 0 for never. */
  readonly kinesisOutageSeconds: number;
}

/** Lets the viewers watch for a while, waits until their counts are final, and holds every reader to their truth. */
export const runDemo = async (options: DemoOptions, terminal: Terminal): Promise<DemoReport> => {
  await rm(options.folder, { recursive: true, force: true });
  const playhead = await startPlayhead({ ...options, keepEventIds: true }, terminal);
  try {
    terminal.print(`    console: ${playhead.consoleUrl}`);
    const memory = new MemoryMeter();
    const from = Date.now();
    await watch(playhead, options, terminal, memory);
    const stats = await terminal.step('the viewers leave', () => playhead.viewers.stop());
    const to = Date.now();
    const { liveCounts } = playhead.observer;
    const closed = await terminal.step('waiting for the last instants to close', () =>
      closedInstants(liveCounts, from, to, (open, seconds) =>
        terminal.show(`  … ${open} instants still take late events, ${seconds} s after the last viewer left`),
      ),
    );
    const live = await checkLive(closed, liveCounts, playhead.viewers);
    const ledger = await terminal.step('auditing every accepted event', () => auditLedger(playhead));
    const ingest = toIngest(stats, ledger, (to - from) / 1000);
    const { scenario, seconds, viewers, seed } = options;
    const about = { scenario, seconds, viewers, seed: String(seed), memory: memory.report() };
    return {
      ...about,
      ingest,
      live,
      ledger,
      differences: differencesIn({ ingest, live, ledger }, options.kinesisOutageSeconds),
    };
  } finally {
    await terminal.step('stopping', () => playhead.stop());
  }
};

const watch = async (
  playhead: Playhead,
  { seconds, kinesisOutageSeconds }: DemoOptions,
  terminal: Terminal,
  memory: MemoryMeter,
): Promise<void> => {
  playhead.viewers.onProgress((stats) => playhead.observer.note(stats));
  const outageFrom = Math.floor(seconds / 4);
  for (let second = 1; second <= seconds; second++) {
    if (kinesisOutageSeconds > 0 && second === outageFrom) {
      terminal.print(`  ! Kinesis refuses every call for ${kinesisOutageSeconds} s`);
      playhead.cloud.faults.set('kinesis', { throttle: 1 });
    }
    if (kinesisOutageSeconds > 0 && second === outageFrom + kinesisOutageSeconds) {
      terminal.print('  ! Kinesis answers again');
      playhead.cloud.faults.clear('kinesis');
    }
    await delay(1_000);
    memory.sample();
    terminal.show(`${await liveLine(playhead, Date.now())} · ${seconds - second} s to go`);
  }
  playhead.cloud.faults.clear('kinesis');
};

const auditLedger = async ({ cloud, viewers }: Playhead): Promise<LedgerReport> => {
  const { eventIds, duplicates } = await auditStream(cloud);
  let accepted = 0;
  let counted = 0;
  for (const id of readEventIds(await viewers.acceptedIds())) {
    accepted++;
    if (eventIds.has(id)) counted++;
  }
  return { accepted, counted, quarantined: await countQuarantined(cloud), duplicates, lost: accepted - counted };
};

const toIngest = (stats: ViewerStats, { quarantined }: LedgerReport, seconds: number): IngestReport => ({
  sent: stats.sent,
  accepted: stats.accepted,
  refused: stats.refused,
  duplicatesSent: stats.duplicatesSent,
  quarantined,
  requests: stats.requests,
  eventsPerSecond: (stats.accepted + stats.duplicatesSent) / seconds,
  retries: stats.retries,
});

/** Resident memory of the process: cloud, functions and viewers. */
class MemoryMeter {
  private readonly idleMb = residentMb();
  private peakMb = 0;

  sample(): void {
    this.peakMb = Math.max(this.peakMb, residentMb());
  }

  report(): DemoReport['memory'] {
    return { idleMb: this.idleMb, peakMb: this.peakMb };
  }
}

const residentMb = (): number => Math.round(process.memoryUsage.rss() / 1e6);

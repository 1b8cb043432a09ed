import { setTimeout as delay } from 'node:timers/promises';
import { liveLine } from '../local/live-line';
import type { Playhead } from '../local/playhead';
import type { Terminal } from '../local/terminal';
import type { InjectedOutage } from './alarm-judgement';
import type { AlarmWatch } from './alarm-watch';
import type { SpikeReport } from './scenarios/spike';

/** What a scenario plays on. */
export interface Stage {
  readonly playhead: Playhead;
  readonly terminal: Terminal;
  readonly alarms: AlarmWatch;
  readonly seconds: number;
  readonly viewers: number;
  /** For how long, from a quarter into a quick run, Kinesis refuses every call; 0 for never. */
  readonly kinesisOutageSeconds: number;
}

/** What a scenario did, beside letting viewers watch. */
export interface Played {
  readonly outages: readonly InjectedOutage[];
  /** Names of alarms that may rise for what the scenario did, and need not. */
  readonly expectedAlarms?: RegExp;
  /** How long Kinesis refused every call, in all. */
  readonly kinesisOutageSeconds: number;
  readonly spike?: SpikeReport;
  /** Whether the run waits for its last instants to close, and checks them too. */
  readonly waitsForClosing: boolean;
}

/** A course of events, played from when the viewers are in until just before they leave. */
export type Scenario = (stage: Stage) => Promise<Played>;

/** Lets the viewers watch, with a live line. */
export const watchFor = async (seconds: number, { playhead, terminal }: Stage, what: string): Promise<void> => {
  for (let left = seconds; left > 0; left--) {
    await delay(1_000);
    terminal.show(`${await liveLine(playhead, Date.now())} · ${what}, ${left - 1} s to go`);
  }
};

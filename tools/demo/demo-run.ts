import type { Content } from '../../domain/lake';
import type { AlarmTransition, Cloud, Notification } from 'embedded-cloud';
import type { LiveCountsReader } from '../../lambdas/live';
import type { Terminal } from '../local/terminal';
import type { ViewerStats } from '../simulator/messages';
import type { Viewers } from '../simulator/viewers';

/** Trouble that a scenario caused on purpose. Times are epoch ms. */
export interface InjectedOutage {
  /** What a message must say: what breaks, and for whom. */
  readonly cause: string;
  /** Whether Kinesis refused every call meanwhile. */
  readonly stopsKinesis: boolean;
  readonly injectedAt: number;
  readonly endedAt: number;
}

/** The additional actions of a scenario. */
export interface Disturbances {
  readonly outages: readonly InjectedOutage[];
  /** Names of alarms that may fire because of the scenario. @default - none */
  readonly expectedAlarms?: RegExp;
  /** The total time for which Kinesis refused every call. */
  readonly kinesisOutageSeconds: number;
  /** Whether the report covers the last instants too, which close a minute after the viewers left. */
  readonly waitsForClosing: boolean;
}

/** A finished run. The viewers have left, but their records can still be read. */
export interface DemoRun {
  readonly cloud: Cloud;
  readonly viewers: Viewers;
  readonly liveCounts: LiveCountsReader;
  /** The catalog's entries for the titles that the viewers watched. */
  readonly contents: readonly Content[];
  /** The times at which the viewers arrived and left, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly stats: ViewerStats;
  /** The ids of the accepted events. */
  readonly accepted: ReadonlySet<string>;
  /** The state changes of alarms while the viewers watched. */
  readonly transitions: readonly AlarmTransition[];
  /** The messages to the people on call in this time. */
  readonly messages: readonly Notification[];
  /** Whether the sessions were measured over slow lines: then they start late and stall often, which is no false alarm. */
  readonly hasMeasuredSessions: boolean;
  readonly disturbances: Disturbances;
  readonly terminal: Terminal;
}

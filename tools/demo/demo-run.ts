import type { Content } from '../../domain/lake';
import type { AlarmTransition, Cloud } from 'embedded-cloud';
import type { LiveCountsReader } from '../../lambdas/live';
import type { Terminal } from '../local/terminal';
import type { ViewerStats } from '../simulator/messages';
import type { Viewers } from '../simulator/viewers';

/** Trouble that a scenario caused on purpose. Times are epoch ms. */
export interface InjectedOutage {
  /** The affected viewers, in words. */
  readonly cohort: string;
  /** The alarm that must fire. */
  readonly alarm: string;
  /** The alarms that may fire. */
  readonly explains: RegExp;
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
  readonly disturbances: Disturbances;
  /** Whether the sessions were measured over slow lines, in which case they fire alarms without an injected outage. */
  readonly hasMeasuredSessions: boolean;
  readonly terminal: Terminal;
}

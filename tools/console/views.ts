import type { AlarmTransition, AlarmView, Fault } from 'embedded-cloud/views';
import type { DrawnWidget } from './dashboards/drawn-widget';

/** What is known about the counts. Without it, silence of the alarms does not mean that all is well. */
export interface CountsEvidence {
  /** The newest complete instant, epoch ms; absent if none of the last two minutes is complete. */
  readonly newestAt?: number;
  /** Since when players have sent requests, epoch ms; absent if they send none. */
  readonly requestsSince?: number;
}

/** All alarms and their latest changes, as of `now` (epoch ms). */
export interface AlarmsView {
  readonly now: number;
  readonly counts: CountsEvidence;
  readonly alarms: readonly AlarmView[];
  /** The outages that the detection knows. */
  readonly outages: readonly OutageView[];
  /** Newest first. */
  readonly transitions: readonly AlarmTransition[];
  /** Newest first. */
  readonly notifications: readonly NotificationView[];
}

/** A playback outage. */
export interface OutageView {
  /** What breaks, and for whom: "starts fail, smart_tv on CDN cdn-a". */
  readonly cause: string;
  /** Epoch ms. */
  readonly since: number;
  /** About how many viewers it hurts in three minutes. */
  readonly viewers: number;
}

/** The parts of a notification that the console shows. */
export interface NotificationView {
  /** Epoch ms. */
  readonly at: number;
  /** The endpoints that received it. */
  readonly addresses: readonly string[];
  /** The alarm's name; the subject if no alarm sent the notification. */
  readonly about: string;
  /** The alarm's new state, such as ALARM; empty if no alarm sent the notification. */
  readonly state: string;
  /** The alarm's previous state; empty if no alarm sent the notification. */
  readonly before: string;
  /** The reason for the new state; the whole message if no alarm sent the notification. */
  readonly reason: string;
}

/** The dashboards that the templates declare. */
export interface DashboardNames {
  readonly dashboards: readonly string[];
}

/** A dashboard with the data of the last `minutes`, as of `now` (epoch ms). */
export interface DashboardView {
  readonly now: number;
  readonly minutes: number;
  readonly widgets: readonly DrawnWidget[];
}

/** A fault in force. */
export interface FaultInForce {
  readonly fault: Fault;
  /** The time at which the fault ends, epoch ms; absent if it lasts until it is cleared. */
  readonly endsAt?: number;
}

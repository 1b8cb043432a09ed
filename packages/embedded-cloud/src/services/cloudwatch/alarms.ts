import { Alarm, type AlarmProps } from './alarm';
import { evaluateAlarm } from './alarm-evaluation';
import { type AlarmRule, toAlarmName } from './alarm-rule';
import { invalidProperty } from './errors';
import type { MetricAlarm } from './metric-alarm';
import type { MetricStore } from './metric-store';
import type { AlarmState, AlarmTransition } from './views';

/** How long after the end of a period its data may arrive: after a batching window, an aggregation and a call. */
export const EVALUATION_DELAY_MS = 2_000;

const MAX_HISTORY = 1_000;

/** All alarms. Composite alarms are evaluated whenever an alarm in their rule may have changed. */
export class Alarms {
  private readonly byName = new Map<string, Alarm>();
  private readonly metricAlarms = new Map<Alarm, MetricAlarm>();
  /** The rules of the composite alarms; each one comes after the alarms to which it refers. */
  private readonly rules = new Map<Alarm, AlarmRule>();
  private readonly listeners = new Set<(transition: AlarmTransition) => void>();
  readonly history: AlarmTransition[] = [];

  /** `runActions` is called after the listeners at each state change. */
  constructor(
    private readonly store: MetricStore,
    private readonly runActions: (alarm: Alarm, transition: AlarmTransition) => void,
  ) {}

  addMetricAlarm(props: AlarmProps, metricAlarm: MetricAlarm, now: number): void {
    this.metricAlarms.set(this.add(props, now), metricAlarm);
  }

  /** Throws when the rule refers to an alarm that does not exist yet, which also excludes cycles. */
  addComposite(props: AlarmProps, rule: AlarmRule, now: number): void {
    const missing = [...rule.alarms].filter((name) => !this.byName.has(name));
    if (missing.length > 0) {
      throw invalidProperty('AlarmRule', `refers to alarms that do not exist: ${missing.join(', ')}`);
    }
    this.rules.set(this.add(props, now), rule);
  }

  all(): readonly Alarm[] {
    return [...this.byName.values()];
  }

  find(nameOrArn: string): Alarm | undefined {
    return this.byName.get(toAlarmName(nameOrArn));
  }

  onTransition(listener: (transition: AlarmTransition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Evaluates every metric alarm over the periods whose data are complete at `now`, and then the composite alarms. */
  evaluate(now: number): void {
    for (const [alarm, metricAlarm] of this.metricAlarms) {
      const { state, reason } = evaluateAlarm(metricAlarm, this.store, now - EVALUATION_DELAY_MS, alarm);
      this.enter(alarm, state, reason, now);
    }
    this.evaluateComposites(now);
  }

  /** Sets a state manually; it lasts until the next evaluation of the alarm. */
  set(alarm: Alarm, state: AlarmState, reason: string, now: number): void {
    this.enter(alarm, state, reason, now);
    this.evaluateComposites(now);
  }

  private add(props: AlarmProps, now: number): Alarm {
    if (this.byName.has(props.name)) throw invalidProperty('AlarmName', `is not unique: ${props.name}`);
    const alarm = new Alarm(props, now);
    this.byName.set(props.name, alarm);
    return alarm;
  }

  private evaluateComposites(now: number): void {
    for (const [alarm, { alarms, holds }] of this.rules) {
      const stateOf = (name: string): AlarmState => this.byName.get(name)?.state ?? 'INSUFFICIENT_DATA';
      const firing = [...alarms].filter((name) => stateOf(name) === 'ALARM').join(', ') || 'none';
      const state = holds(stateOf) ? 'ALARM' : 'OK';
      this.enter(
        alarm,
        state,
        `The rule ${state === 'ALARM' ? 'holds' : 'does not hold'}; alarms in ALARM: ${firing}.`,
        now,
      );
    }
  }

  private enter(alarm: Alarm, state: AlarmState, reason: string, now: number): void {
    const from = alarm.state;
    if (state === from) return;
    Object.assign(alarm, { state, reason, since: now });
    const transition = { alarm: alarm.name, kind: alarm.kind, from, to: state, at: now, reason };
    this.history.push(transition);
    if (this.history.length > MAX_HISTORY) this.history.shift();
    for (const listener of this.listeners) listener(transition);
    this.runActions(alarm, transition);
  }
}

import { ServiceError } from '../../core/service';
import { Alarm, type AlarmProps } from './alarm';
import { type AlarmRule, toName } from './alarm-rule';
import { judge } from './judgement';
import type { MetricAlarm } from './metric-alarm';
import type { MetricStore } from './metric-store';
import type { AlarmState, AlarmTransition } from './views';

/** Data of a period may come this much after its end: a batching window, a fold and a call. */
export const EVALUATION_DELAY_MS = 2_000;

const REMEMBERED_TRANSITIONS = 1_000;

/** Every alarm: judged when its time has come, composites as soon as one of theirs changes. */
export class Alarms {
  private readonly byName = new Map<string, Alarm>();
  private readonly metricAlarms = new Map<Alarm, MetricAlarm>();
  /** Each after those that it stands on. */
  private readonly rules = new Map<Alarm, AlarmRule>();
  private readonly listeners = new Set<(transition: AlarmTransition) => void>();
  readonly history: AlarmTransition[] = [];

  /** `act` is called at each change of state, after those who listen. */
  constructor(
    private readonly store: MetricStore,
    private readonly act: (alarm: Alarm, transition: AlarmTransition) => void,
  ) {}

  addMetricAlarm(props: AlarmProps, metricAlarm: MetricAlarm, now: number): void {
    this.metricAlarms.set(this.add(props, now), metricAlarm);
  }

  /** Throws where it stands on an alarm that there is not; so none stands on itself. */
  addComposite(props: AlarmProps, rule: AlarmRule, now: number): void {
    const absent = [...rule.alarms].filter((name) => !this.byName.has(name));
    if (absent.length > 0) throw new ServiceError('ValidationError', `There is no alarm ${absent.join(', ')}.`);
    this.rules.set(this.add(props, now), rule);
  }

  all(): readonly Alarm[] {
    return [...this.byName.values()];
  }

  /** By name or ARN. */
  find(name: string): Alarm | undefined {
    return this.byName.get(toName(name));
  }

  onTransition(listener: (transition: AlarmTransition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Judges every metric alarm over the periods that were over, with their data in, at `now`. */
  evaluate(now: number): void {
    for (const [alarm, metricAlarm] of this.metricAlarms) {
      const { state, reason } = judge(metricAlarm, this.store, now - EVALUATION_DELAY_MS, alarm);
      this.enter(alarm, state, reason, now);
    }
    this.evaluateComposites(now);
  }

  /** Sets a state by hand, until the alarm is judged again. */
  set(alarm: Alarm, state: AlarmState, reason: string, now: number): void {
    this.enter(alarm, state, reason, now);
    this.evaluateComposites(now);
  }

  private add(props: AlarmProps, now: number): Alarm {
    if (this.byName.has(props.name)) throw new ServiceError('ValidationError', `Two alarms are named ${props.name}.`);
    const alarm = new Alarm(props, now);
    this.byName.set(props.name, alarm);
    return alarm;
  }

  private evaluateComposites(now: number): void {
    for (const [alarm, { alarms, holds }] of this.rules) {
      const stateOf = (name: string): AlarmState => this.byName.get(name)?.state ?? 'INSUFFICIENT_DATA';
      const firing = [...alarms].filter((name) => stateOf(name) === 'ALARM').join(', ') || 'none';
      const state = holds(stateOf) ? 'ALARM' : 'OK';
      this.enter(alarm, state, `Its rule ${state === 'ALARM' ? 'holds' : 'does not hold'}; in ALARM: ${firing}.`, now);
    }
  }

  private enter(alarm: Alarm, state: AlarmState, reason: string, now: number): void {
    const from = alarm.state;
    if (state === from) return;
    Object.assign(alarm, { state, reason, since: now });
    const transition = { alarm: alarm.name, kind: alarm.kind, from, to: state, at: now, reason };
    this.history.push(transition);
    if (this.history.length > REMEMBERED_TRANSITIONS) this.history.shift();
    for (const listener of this.listeners) listener(transition);
    this.act(alarm, transition);
  }
}

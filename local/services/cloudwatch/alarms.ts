import type { AlarmNotifier } from '../../ports';
import type { Surroundings } from '../../service';
import { Alarm, type AlarmProps } from './alarm';
import { type AlarmRule, toName } from './alarm-rule';
import { judge, type MetricAlarm } from './metric-alarm';
import type { MetricStore } from './metric-store';
import type { AlarmState, AlarmTransition } from './views';

/** Data of a period may come this much after its end: a batching window, a fold and a call. */
export const EVALUATION_DELAY_MS = 2_000;

const REMEMBERED_TRANSITIONS = 1_000;

/** Every alarm: judged when its time has come, composites as soon as one of theirs changes. */
export class Alarms {
  private readonly byName = new Map<string, Alarm>();
  private readonly metricAlarms = new Map<string, MetricAlarm>();
  private readonly rules = new Map<string, AlarmRule>();
  private readonly listeners = new Set<(transition: AlarmTransition) => void>();
  readonly history: AlarmTransition[] = [];

  constructor(
    private readonly store: MetricStore,
    private readonly notifier: AlarmNotifier,
    private readonly surroundings: Surroundings,
  ) {}

  addMetricAlarm(props: AlarmProps, metricAlarm: MetricAlarm, now: number): void {
    this.byName.set(props.name, new Alarm(props, now));
    this.metricAlarms.set(props.name, metricAlarm);
  }

  addComposite(props: AlarmProps, rule: AlarmRule, now: number): void {
    this.byName.set(props.name, new Alarm(props, now));
    this.rules.set(props.name, rule);
  }

  all(): readonly Alarm[] {
    return [...this.byName.values()];
  }

  find(name: string): Alarm | undefined {
    return this.byName.get(toName(name));
  }

  onTransition(listener: (transition: AlarmTransition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Judges every metric alarm over the periods that were over, with their data in, at `now`. */
  evaluate(now: number): void {
    for (const [name, metricAlarm] of this.metricAlarms) {
      const alarm = this.byName.get(name);
      if (!alarm) continue;
      const { state, reason } = judge(metricAlarm, this.store, now - EVALUATION_DELAY_MS, alarm.state);
      this.enter(alarm, state, reason, now);
    }
    this.evaluateComposites(now);
  }

  /** Sets a state by hand, until the alarm is judged again. */
  set(alarm: Alarm, state: AlarmState, reason: string, now: number): void {
    this.enter(alarm, state, reason, now);
    this.evaluateComposites(now);
  }

  /** Until nothing changes: composites may stand on composites. As often as there are any, should they stand on each other. */
  private evaluateComposites(now: number): void {
    for (let rounds = this.rules.size; rounds > 0; rounds--) {
      const changed = [...this.rules].filter(([name, rule]) => this.evaluateComposite(name, rule, now));
      if (changed.length === 0) return;
    }
  }

  private evaluateComposite(name: string, rule: AlarmRule, now: number): boolean {
    const alarm = this.byName.get(name);
    if (!alarm) return false;
    const asked: string[] = [];
    const holds = rule((child) => {
      const state = this.find(child)?.state ?? 'INSUFFICIENT_DATA';
      if (state === 'ALARM') asked.push(toName(child));
      return state;
    });
    const reason = holds ? `In ALARM: ${asked.join(', ')}.` : 'Its rule does not hold.';
    return this.enter(alarm, holds ? 'ALARM' : 'OK', reason, now);
  }

  private enter(alarm: Alarm, state: AlarmState, reason: string, now: number): boolean {
    const from = alarm.state;
    if (state === from) return false;
    Object.assign(alarm, { state, reason, since: now });
    const transition = { alarm: alarm.name, kind: alarm.kind, from, to: state, at: now, reason };
    this.history.push(transition);
    if (this.history.length > REMEMBERED_TRANSITIONS) this.history.shift();
    for (const listener of this.listeners) listener(transition);
    this.act(alarm, transition);
    return true;
  }

  private act({ props }: Alarm, { from, to, at, reason }: AlarmTransition): void {
    if (!props.actionsEnabled) return;
    const subject = `${to}: "${props.name}" in ${this.surroundings.region}`;
    const message = JSON.stringify({
      AlarmName: props.name,
      AlarmDescription: props.description,
      AWSAccountId: this.surroundings.accountId,
      Region: this.surroundings.region,
      NewStateValue: to,
      NewStateReason: reason,
      OldStateValue: from,
      StateChangeTime: new Date(at).toISOString(),
      AlarmArn: props.arn,
    });
    for (const action of props.actions[to])
      if (action.startsWith('arn:aws:sns:')) this.notifier.notify(action, subject, message);
  }
}

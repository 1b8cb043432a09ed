import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import type { Alarm } from './alarm';
import type { Alarms } from './alarms';
import type { AlarmState, AlarmView } from './views';

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const MAX_RECORDS = 100;

/** DescribeAlarms, by names, prefix, state and type; metric alarms alone where no type is asked for, as CloudWatch has it. */
export const describeAlarms = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const names = new Set(fields.strings('AlarmNames'));
  const prefix = fields.optionalString('AlarmNamePrefix') ?? '';
  const state = fields.optionalString('StateValue');
  const after = fields.optionalString('NextToken') ?? '';
  const isAsked = typesIn(fields);
  const found = alarms
    .all()
    .filter(({ name }) => (names.size === 0 || names.has(name)) && name.startsWith(prefix) && name > after)
    .filter((alarm) => (state === undefined || alarm.state === state) && isAsked(alarm.kind))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = found.slice(0, fields.optionalNumber('MaxRecords') ?? MAX_RECORDS);
  const ofKind = (kind: Alarm['kind']) => page.filter((alarm) => alarm.kind === kind).map(toWire);
  return {
    MetricAlarms: ofKind('metric'),
    CompositeAlarms: ofKind('composite'),
    ...(page.length < found.length && { NextToken: page.at(-1)?.name }),
  };
};

const typesIn = (fields: Fields): ((kind: AlarmView['kind']) => boolean) => {
  const types = fields.has('AlarmTypes') ? fields.strings('AlarmTypes') : ['MetricAlarm'];
  return (kind) => types.includes(typeOf(kind));
};

const typeOf = (kind: AlarmView['kind']): string => (kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm');

const toWire = ({ props, state, reason, since }: Alarm): JsonObject => ({
  ...props.declared,
  AlarmName: props.name,
  AlarmArn: props.arn,
  AlarmDescription: props.description,
  ActionsEnabled: props.actionsEnabled,
  StateValue: state,
  StateReason: reason,
  StateUpdatedTimestamp: since / 1_000,
  StateTransitionedTimestamp: since / 1_000,
});

/** DescribeAlarmHistory: changes of state, the newest first; of metric alarms alone where no type is asked for. */
export const describeAlarmHistory = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const name = fields.optionalString('AlarmName');
  const [from, to] = [fields.optionalNumber('StartDate') ?? 0, fields.optionalNumber('EndDate') ?? Infinity];
  const isStateUpdate = (fields.optionalString('HistoryItemType') ?? 'StateUpdate') === 'StateUpdate';
  const isAsked = typesIn(fields);
  const found = alarms.history
    .filter(({ alarm, kind }) => isStateUpdate && (name === undefined || alarm === name) && isAsked(kind))
    .filter(({ at }) => at >= from * 1_000 && at <= to * 1_000);
  if (fields.optionalString('ScanBy') !== 'TimestampAscending') found.reverse();
  const start = Number(fields.optionalString('NextToken') ?? 0);
  const end = start + (fields.optionalNumber('MaxRecords') ?? MAX_RECORDS);
  return {
    AlarmHistoryItems: found.slice(start, end).map(({ alarm, kind, from: before, to: after, at, reason }) => ({
      AlarmName: alarm,
      AlarmType: typeOf(kind),
      Timestamp: at / 1_000,
      HistoryItemType: 'StateUpdate',
      HistorySummary: `Alarm updated from ${before} to ${after}`,
      HistoryData: JSON.stringify({
        version: '1.0',
        oldState: { stateValue: before },
        newState: { stateValue: after, stateReason: reason },
      }),
    })),
    ...(end < found.length && { NextToken: String(end) }),
  };
};

/** SetAlarmState: until the alarm is judged again. */
export const setAlarmState = (alarms: Alarms, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input);
  const name = fields.string('AlarmName');
  const alarm = alarms.find(name);
  if (!alarm) throw new ServiceError('ResourceNotFound', `There is no alarm ${name}.`, 404);
  const state = STATES.find((known) => known === fields.string('StateValue'));
  if (!state) throw new ServiceError('ValidationError', `StateValue must be one of ${STATES.join(', ')}.`);
  alarms.set(alarm, state, fields.string('StateReason'), now);
  return {};
};

import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import type { Alarm } from './alarm';
import type { Alarms } from './alarms';
import { invalidProperty } from './errors';
import { ALARM_STATES, type AlarmView } from './views';

const MAX_RECORDS = 100;

/** DescribeAlarms, by names, prefix, state and type. Like CloudWatch, it returns only metric alarms by default. */
export const describeAlarms = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const names = new Set(fields.strings('AlarmNames'));
  const prefix = fields.optionalString('AlarmNamePrefix') ?? '';
  const state = fields.optionalString('StateValue');
  const after = fields.optionalString('NextToken') ?? '';
  const isRequestedType = typeFilter(fields);
  const found = alarms
    .all()
    .filter(({ name }) => (names.size === 0 || names.has(name)) && name.startsWith(prefix) && name > after)
    .filter((alarm) => (state === undefined || alarm.state === state) && isRequestedType(alarm.kind))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = found.slice(0, fields.optionalNumber('MaxRecords') ?? MAX_RECORDS);
  const ofKind = (kind: Alarm['kind']) => page.filter((alarm) => alarm.kind === kind).map(toWire);
  return {
    MetricAlarms: ofKind('metric'),
    CompositeAlarms: ofKind('composite'),
    ...(page.length < found.length && { NextToken: page.at(-1)?.name }),
  };
};

const typeFilter = (fields: Fields): ((kind: AlarmView['kind']) => boolean) => {
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

/** DescribeAlarmHistory: the state changes, newest first; those of metric alarms by default. */
export const describeAlarmHistory = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const name = fields.optionalString('AlarmName');
  const [from, to] = [fields.optionalNumber('StartDate') ?? 0, fields.optionalNumber('EndDate') ?? Infinity];
  const isStateUpdate = (fields.optionalString('HistoryItemType') ?? 'StateUpdate') === 'StateUpdate';
  const isRequestedType = typeFilter(fields);
  const found = alarms.history
    .filter(({ alarm, kind }) => isStateUpdate && (name === undefined || alarm === name) && isRequestedType(kind))
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

/** SetAlarmState. The state lasts until the next evaluation of the alarm. */
export const setAlarmState = (alarms: Alarms, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input);
  const name = fields.string('AlarmName');
  const alarm = alarms.find(name);
  if (!alarm) throw new ServiceError('ResourceNotFound', `The alarm ${name} does not exist.`, 404);
  const state = ALARM_STATES.find((known) => known === fields.string('StateValue'));
  if (!state) throw invalidProperty('StateValue', `must be one of ${ALARM_STATES.join(', ')}`);
  alarms.set(alarm, state, fields.string('StateReason'), now);
  return {};
};

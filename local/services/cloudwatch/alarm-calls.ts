import { type JsonObject, ServiceError } from '../../service';
import { Fields } from '../fields';
import type { Alarm } from './alarm';
import type { Alarms } from './alarms';
import type { AlarmState } from './views';

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const MAX_RECORDS = 100;

/** DescribeAlarms, by names, prefix, state and type; metric alarms alone where no type is asked for, as CloudWatch has it. */
export const describeAlarms = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const names = new Set(fields.strings('AlarmNames'));
  const prefix = fields.optionalString('AlarmNamePrefix') ?? '';
  const state = fields.optionalString('StateValue');
  const types = fields.has('AlarmTypes') ? fields.strings('AlarmTypes') : ['MetricAlarm'];
  const after = fields.optionalString('NextToken') ?? '';
  const found = alarms
    .all()
    .filter(({ name }) => (names.size === 0 || names.has(name)) && name.startsWith(prefix) && name > after)
    .filter((alarm) => (state === undefined || alarm.state === state) && types.includes(typeOf(alarm)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = found.slice(0, fields.optionalNumber('MaxRecords') ?? MAX_RECORDS);
  const ofKind = (kind: Alarm['kind']) => page.filter((alarm) => alarm.kind === kind).map(toWire);
  return {
    MetricAlarms: ofKind('metric'),
    CompositeAlarms: ofKind('composite'),
    ...(page.length < found.length && { NextToken: page.at(-1)?.name }),
  };
};

const typeOf = ({ kind }: Alarm): string => (kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm');

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

/** DescribeAlarmHistory: changes of state, the newest first. */
export const describeAlarmHistory = (alarms: Alarms, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const name = fields.optionalString('AlarmName');
  const items = alarms.history
    .filter(({ alarm }) => name === undefined || alarm === name)
    .toReversed()
    .slice(0, fields.optionalNumber('MaxRecords') ?? MAX_RECORDS);
  return {
    AlarmHistoryItems: items.map(({ alarm, kind, from, to, at, reason }) => ({
      AlarmName: alarm,
      AlarmType: kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
      Timestamp: at / 1_000,
      HistoryItemType: 'StateUpdate',
      HistorySummary: `Alarm updated from ${from} to ${to}`,
      HistoryData: JSON.stringify({
        oldState: { stateValue: from },
        newState: { stateValue: to, stateReason: reason },
      }),
    })),
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

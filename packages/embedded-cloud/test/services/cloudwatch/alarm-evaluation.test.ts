import { toState } from '../../../src/services/cloudwatch/alarm-evaluation';
import type { Threshold } from '../../../src/services/cloudwatch/metric-alarm';
import type { AlarmState } from '../../../src/services/cloudwatch/views';

/** The state for data points in the notation of the CloudWatch documentation: X breaches, 0 does not, - is missing. */
const stateOf = (
  points: string,
  datapointsToAlarm: number,
  missingData: Threshold['missingData'],
  before: AlarmState = 'OK',
): AlarmState => {
  const range = points.split(' ').map((point) => (point === '-' ? undefined : Number(point === 'X')));
  const breaches = (value: number): boolean => value > 0;
  return toState({ evaluationPeriods: 3, datapointsToAlarm, threshold: 0, breaches, missingData }, range, before);
};

/** The alarm keeps its previous state. */
const RETAINED = 'RETAINED';
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

// The two tables in "Configuring how CloudWatch alarms treat missing data".
describe('an alarm that requires 3 of 3 breaching data points', () => {
  it.each<[string, ...string[]]>([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', RETAINED, 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', RETAINED, 'ALARM', 'OK'],
  ])('treats %s as CloudWatch documents it', (points, ...expected) => {
    expectStates(points, 3, expected);
  });

  it('does not fire on a recent breach alone, because a normal value may follow it', () => {
    for (const points of ['- - - - X', '- - - X -', '- - - X 0', '- - X - 0']) {
      expect(stateOf(points, 3, 'missing')).toBe('OK');
    }
  });
});

describe('an alarm that requires 2 of 3 breaching data points', () => {
  it.each<[string, ...string[]]>([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', RETAINED, 'ALARM', 'OK'],
  ])('treats %s as CloudWatch documents it', (points, ...expected) => {
    expectStates(points, 2, expected);
  });

  it('ignores values before the last three', () => {
    for (const treatment of TREATMENTS) expect(stateOf('X X 0 0 X', 2, treatment, 'ALARM')).toBe('OK');
  });
});

const expectStates = (points: string, datapointsToAlarm: number, expected: readonly string[]): void => {
  for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
    const states = TREATMENTS.map((treatment) => stateOf(points, datapointsToAlarm, treatment, before));
    expect(states).toEqual(expected.map((state) => (state === RETAINED ? before : state)));
  }
};

import { ServiceError } from '../../service';
import type { AlarmState } from './views';

/** Whether a composite alarm's rule holds, given the state of each alarm it names. */
export type AlarmRule = (stateOf: (alarm: string) => AlarmState) => boolean;

const TOKEN = /\s*("[^"]*"|[()]|[A-Za-z_]+)/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** Parses a rule such as `(ALARM("a") OR ALARM("b")) AND NOT ALARM(c)`; alarms by name or ARN. Throws, quoting it, where it is none. */
export const parseAlarmRule = (rule: string): AlarmRule => {
  const tokens = toTokens(rule);
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const problem = (): ServiceError => new ServiceError('ValidationError', `AlarmRule can't be read: ${rule}`);
  const take = (text: string): boolean => {
    if (tokens[at]?.toUpperCase() !== text) return false;
    at++;
    return true;
  };
  const either = (): AlarmRule => {
    let left = both();
    while (take('OR')) left = or(left, both());
    return left;
  };
  const both = (): AlarmRule => {
    let left = one();
    while (take('AND')) left = and(left, one());
    return left;
  };
  const one = (): AlarmRule => {
    if (take('NOT')) return not(one());
    if (take('TRUE')) return () => true;
    if (take('FALSE')) return () => false;
    const word = next();
    if (word === '(') {
      const inner = either();
      if (next() !== ')') throw problem();
      return inner;
    }
    const state = STATES.find((known) => known === word.toUpperCase());
    if (state === undefined || next() !== '(') throw problem();
    const name = toName(next());
    if (name === '' || next() !== ')') throw problem();
    return (stateOf) => stateOf(name) === state;
  };
  const whole = either();
  if (at < tokens.length) throw problem();
  return whole;
};

const or =
  (left: AlarmRule, right: AlarmRule): AlarmRule =>
  (stateOf) =>
    left(stateOf) || right(stateOf);

const and =
  (left: AlarmRule, right: AlarmRule): AlarmRule =>
  (stateOf) =>
    left(stateOf) && right(stateOf);

const not =
  (rule: AlarmRule): AlarmRule =>
  (stateOf) =>
    !rule(stateOf);

const toTokens = (rule: string): readonly string[] => {
  const tokens: string[] = [];
  const text = rule.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new ServiceError('ValidationError', `AlarmRule can't be read: ${rule}`);
    tokens.push(token);
  }
  return tokens;
};

/** The name of an alarm given by name or ARN. */
export const toName = (given: string): string => given.replaceAll('"', '').replace(/^arn:[^"]*:alarm:/, '');

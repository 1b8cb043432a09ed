import { ServiceError } from '../../core/service';
import type { AlarmState } from './views';

/** What a composite alarm goes by. */
export interface AlarmRule {
  /** Names of the alarms that it stands on. */
  readonly alarms: ReadonlySet<string>;
  /** Whether it holds, given the state of each. */
  readonly holds: Condition;
}

type Condition = (stateOf: (alarm: string) => AlarmState) => boolean;

const TOKEN = /\s*("[^"]*"|[()]|[^\s()"]+)/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** Limits of AWS: the characters of a rule, and the alarms that it names. */
const MAX_LENGTH = 10_240;
const MAX_ALARMS = 100;

/** Deeper than anybody nests, and shallow enough for the stack. */
const MAX_DEPTH = 100;

/** Parses a rule such as `(ALARM("a") OR ALARM("b")) AND NOT ALARM(c)`; alarms by name or ARN. Throws, quoting it, where it is none. */
export const parseAlarmRule = (rule: string): AlarmRule => {
  if (rule.length > MAX_LENGTH) throw wrong(`exceeds ${MAX_LENGTH} characters`);
  const parser = new RuleParser(rule);
  const holds = parser.whole();
  if (parser.alarms.size > MAX_ALARMS) throw wrong(`names ${parser.alarms.size} alarms; at most ${MAX_ALARMS} go`);
  return { alarms: parser.alarms, holds };
};

class RuleParser {
  readonly alarms = new Set<string>();
  private readonly tokens: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(private readonly rule: string) {
    this.tokens = toTokens(rule);
  }

  whole(): Condition {
    const condition = this.either();
    if (this.at < this.tokens.length) throw unreadable(this.rule);
    return condition;
  }

  private either(): Condition {
    const parts = [this.both()];
    while (this.take('OR')) parts.push(this.both());
    return (stateOf) => parts.some((part) => part(stateOf));
  }

  private both(): Condition {
    const parts = [this.one()];
    while (this.take('AND')) parts.push(this.one());
    return (stateOf) => parts.every((part) => part(stateOf));
  }

  private one(): Condition {
    if (++this.depth > MAX_DEPTH) throw unreadable(this.rule);
    const condition = this.operand();
    this.depth--;
    return condition;
  }

  private operand(): Condition {
    if (this.take('TRUE')) return () => true;
    if (this.take('FALSE')) return () => false;
    if (this.take('NOT')) {
      const denied = this.one();
      return (stateOf) => !denied(stateOf);
    }
    if (this.take('(')) {
      const inner = this.either();
      if (!this.take(')')) throw unreadable(this.rule);
      return inner;
    }
    return this.alarmState();
  }

  private alarmState(): Condition {
    const state = STATES.find((known) => this.take(known));
    if (state === undefined || !this.take('(')) throw unreadable(this.rule);
    const name = toName(this.tokens[this.at++] ?? '');
    if (name === '' || name === '(' || name === ')' || !this.take(')')) throw unreadable(this.rule);
    this.alarms.add(name);
    return (stateOf) => stateOf(name) === state;
  }

  private take(text: string): boolean {
    if (this.tokens[this.at]?.toUpperCase() !== text) return false;
    this.at++;
    return true;
  }
}

const toTokens = (rule: string): readonly string[] => {
  const tokens: string[] = [];
  const text = rule.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw unreadable(rule);
    tokens.push(token);
  }
  return tokens;
};

/** The name of an alarm given by name or ARN. */
export const toName = (given: string): string => given.replaceAll('"', '').replace(/^arn:.*:alarm:/, '');

const wrong = (problem: string): ServiceError => new ServiceError('ValidationError', `AlarmRule ${problem}.`);
const unreadable = (rule: string): ServiceError => wrong(`can't be read: ${rule}`);

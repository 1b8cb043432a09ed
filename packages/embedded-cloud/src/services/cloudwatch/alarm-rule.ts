import { invalidProperty } from './errors';
import { ALARM_STATES, type AlarmState } from './views';

/** The rule of a composite alarm. */
export interface AlarmRule {
  /** The names of the alarms to which the rule refers. */
  readonly alarms: ReadonlySet<string>;
  /** Whether the rule holds for the given states. */
  readonly holds: Condition;
}

type Condition = (stateOf: (alarm: string) => AlarmState) => boolean;

const TOKEN = /\s*("[^"]*"|[()]|[^\s()"]+)/y;

/** The limits of CloudWatch for the length of a rule and for the number of alarms in it. */
const MAX_LENGTH = 10_240;
const MAX_ALARMS = 100;

/** A limit that no practical rule reaches and that protects the call stack. */
const MAX_DEPTH = 100;

/**
 * Parses a rule such as `(ALARM("a") OR ALARM("b")) AND NOT ALARM(c)`, which refers to alarms by name or ARN. Throws an
 * error that quotes the rule when it is invalid.
 */
export const parseAlarmRule = (rule: string): AlarmRule => {
  if (rule.length > MAX_LENGTH) throw invalidProperty('AlarmRule', `exceeds ${MAX_LENGTH} characters`);
  const parser = new RuleParser(rule);
  const holds = parser.parse();
  if (parser.alarms.size > MAX_ALARMS) {
    throw invalidProperty('AlarmRule', `refers to ${parser.alarms.size} alarms; the limit is ${MAX_ALARMS}`);
  }
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

  parse(): Condition {
    const condition = this.disjunction();
    if (this.at < this.tokens.length) throw syntaxError(this.rule);
    return condition;
  }

  private disjunction(): Condition {
    const parts = [this.conjunction()];
    while (this.accept('OR')) parts.push(this.conjunction());
    return (stateOf) => parts.some((part) => part(stateOf));
  }

  private conjunction(): Condition {
    const parts = [this.operand()];
    while (this.accept('AND')) parts.push(this.operand());
    return (stateOf) => parts.every((part) => part(stateOf));
  }

  private operand(): Condition {
    if (++this.depth > MAX_DEPTH) throw syntaxError(this.rule);
    const condition = this.nestedOperand();
    this.depth--;
    return condition;
  }

  private nestedOperand(): Condition {
    if (this.accept('TRUE')) return () => true;
    if (this.accept('FALSE')) return () => false;
    if (this.accept('NOT')) {
      const negated = this.operand();
      return (stateOf) => !negated(stateOf);
    }
    if (this.accept('(')) {
      const inner = this.disjunction();
      if (!this.accept(')')) throw syntaxError(this.rule);
      return inner;
    }
    return this.alarmState();
  }

  private alarmState(): Condition {
    const state = ALARM_STATES.find((known) => this.accept(known));
    if (state === undefined || !this.accept('(')) throw syntaxError(this.rule);
    const name = toAlarmName(this.tokens[this.at++] ?? '');
    if (name === '' || name === '(' || name === ')' || !this.accept(')')) throw syntaxError(this.rule);
    this.alarms.add(name);
    return (stateOf) => stateOf(name) === state;
  }

  /** Consumes the next token if it is `text`. */
  private accept(text: string): boolean {
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
    if (token === undefined) throw syntaxError(rule);
    tokens.push(token);
  }
  return tokens;
};

/** The name of an alarm that is given by name or ARN. */
export const toAlarmName = (nameOrArn: string): string => nameOrArn.replaceAll('"', '').replace(/^arn:.*:alarm:/, '');

const syntaxError = (rule: string): Error => invalidProperty('AlarmRule', `is not a valid rule: ${rule}`);

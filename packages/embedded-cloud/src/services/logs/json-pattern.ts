import { invalidParameter } from './errors';
import type { MessageFilter } from './message-filter';
import { escapeRegExp, toRegExp } from './regular-expressions';

type Condition = (root: unknown) => boolean;

/** A selector, an operator or keyword, a quoted text, a regular expression, or a plain value. */
const TOKEN =
  /\s*(\$(?:\.[\w-]+|\["[^"]*"\]|\[(?:\d+|\*)\])*|&&|\|\||!=|<=|>=|[(){}=<>]|"(?:\\.|[^"\\])*"|%[^%]*%|[^\s(){}=<>!&|"]+)/y;

/**
 * Parses a JSON pattern such as `{ $.level = "ERROR" && $.n > 3 }`. An event without the property matches only NOT EXISTS.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const toJsonFilter = (pattern: string): MessageFilter => {
  const condition = new JsonPatternParser(pattern).parse();
  return (message) => {
    const root = parseJson(message);
    return root !== undefined && condition(root);
  };
};

const parseJson = (message: string): unknown => {
  if (!/^\s*[[{]/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
};

/** A recursive descent: `||` joins what `&&` joins. */
class JsonPatternParser {
  private readonly tokens: string[] = [];
  private at = 0;

  constructor(private readonly pattern: string) {
    const token = new RegExp(TOKEN);
    const text = pattern.trimEnd();
    while (token.lastIndex < text.length) {
      const found = token.exec(text);
      if (!found) throw this.invalid();
      this.tokens.push(found[1] ?? '');
    }
  }

  parse(): Condition {
    this.expect('{');
    const condition = this.either();
    this.expect('}');
    if (this.at < this.tokens.length) throw this.invalid();
    return condition;
  }

  private either(): Condition {
    const parts = [this.both()];
    while (this.accept('||')) parts.push(this.both());
    return (root) => parts.some((part) => part(root));
  }

  private both(): Condition {
    const parts = [this.one()];
    while (this.accept('&&')) parts.push(this.one());
    return (root) => parts.every((part) => part(root));
  }

  private one(): Condition {
    if (this.accept('(')) {
      const condition = this.either();
      this.expect(')');
      return condition;
    }
    const select = toSelector(this.next());
    if (select === undefined) throw this.invalid();
    const test = this.test();
    if (test === 'NOT EXISTS') return (root) => select(root).length === 0;
    return (root) => select(root).some(test);
  }

  /** The test of a selected value. */
  private test(): Condition | 'NOT EXISTS' {
    const operator = this.next().toUpperCase();
    if (operator === 'NOT' && this.next().toUpperCase() === 'EXISTS') return 'NOT EXISTS';
    if (operator === 'IS') return this.is(this.next().toUpperCase());
    const compare = COMPARISONS[operator];
    if (!compare) throw this.invalid();
    return compare(this.next());
  }

  private is(keyword: string): Condition {
    if (!Object.hasOwn(KEYWORDS, keyword)) throw this.invalid();
    return (value) => value === KEYWORDS[keyword];
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.invalid();
    this.at += 1;
    return token;
  }

  private accept(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) throw this.invalid();
  }

  private invalid() {
    return invalidParameter(`Invalid metric filter pattern: ${this.pattern}`);
  }
}

const KEYWORDS: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };

/** A function that returns the values of a selector such as `$.a[0].b` or `$["a"][*]`; undefined for another token. */
const toSelector = (token: string): ((root: unknown) => readonly unknown[]) | undefined => {
  if (!token.startsWith('$')) return undefined;
  const steps = [...token.matchAll(/\.([\w-]+)|\["([^"]*)"\]|\[(\d+|\*)\]/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  return (root) =>
    steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => valuesAt(value, step)), [root]);
};

const valuesAt = (value: unknown, step: string): readonly unknown[] => {
  if (step === '*') return Array.isArray(value) ? value : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return [Reflect.get(value, step)];
};

const COMPARISONS: Readonly<Record<string, (operand: string) => Condition>> = {
  '=': (operand) => equals(operand),
  '!=': (operand) => {
    const isEqual = equals(operand);
    return (value) => !isEqual(value);
  },
  '<': (operand) => numeric(operand, (value, limit) => value < limit),
  '<=': (operand) => numeric(operand, (value, limit) => value <= limit),
  '>': (operand) => numeric(operand, (value, limit) => value > limit),
  '>=': (operand) => numeric(operand, (value, limit) => value >= limit),
};

/** A number equals a number; a text may contain `*` for any characters. */
const equals = (operand: string): Condition => {
  const isQuoted = operand.startsWith('"');
  if (!isQuoted && operand.startsWith('%')) {
    const expression = toRegExp(operand.slice(1, -1));
    return (value) => typeof value === 'string' && expression.test(value);
  }
  if (!isQuoted && isNumber(operand)) return (value) => typeof value === 'number' && value === Number(operand);
  const text = isQuoted ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const expression = new RegExp(`^${text.split('*').map(escapeRegExp).join('[\\s\\S]*')}$`);
  return (value) => typeof value === 'string' && expression.test(value);
};

const numeric = (operand: string, compare: (value: number, limit: number) => boolean): Condition => {
  if (!isNumber(operand)) throw invalidParameter(`${operand} is not a number.`);
  const limit = Number(operand);
  return (value) => typeof value === 'number' && compare(value, limit);
};

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);

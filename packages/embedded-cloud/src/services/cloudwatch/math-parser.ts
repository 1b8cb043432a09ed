import { invalid } from './invalid';
import { toTokens, type Token } from './math-tokens';

/** A metric-math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** A metric or another expression: ids begin with a small letter. */
  | { readonly kind: 'reference'; readonly id: string }
  /** Such as REPEAT. */
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression };

/** How tightly a sign between two operands binds. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ...['||', 'OR'].map((sign) => [sign, 1] as const),
  ...['&&', 'AND'].map((sign) => [sign, 2] as const),
  ...['==', '!=', '<', '<=', '>', '>='].map((sign) => [sign, 3] as const),
  ...['+', '-'].map((sign) => [sign, 4] as const),
  ...['*', '/'].map((sign) => [sign, 5] as const),
  ['^', 7],
]);

/** A minus before an operand: -2 ^ 2 is -4, and 2 ^ -1 a half. */
const MINUS_BINDING = 6;

/** As long as CloudWatch takes. */
const MAX_LENGTH = 2_048;

/** Deeper than anybody nests, and shallow enough for the stack. */
const MAX_DEPTH = 100;

/** Parses an expression such as `IF(attempts >= 20, failures / attempts)`; throws, quoting it, where it is none. */
export const parseExpression = (expression: string): Expression => {
  if (expression.length > MAX_LENGTH) throw invalid('Expression', `must not exceed ${MAX_LENGTH} characters`);
  return new Parser(toTokens(expression), expression).whole();
};

/** Climbs precedences. */
class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  whole(): Expression {
    const expression = this.operation(0);
    if (this.at < this.tokens.length) throw this.problem();
    return expression;
  }

  /** An operand and all that binds to it more tightly than `outside`. */
  private operation(outside: number): Expression {
    if (++this.depth > MAX_DEPTH) throw this.problem();
    let left = this.operand();
    for (let sign = this.sign(outside); sign !== undefined; sign = this.sign(outside)) {
      const binding = BINDING.get(sign) ?? 0;
      left = { kind: 'binary', sign, left, right: this.operation(sign === '^' ? binding - 1 : binding) };
    }
    this.depth--;
    return left;
  }

  /** Takes the next sign if it binds more tightly than `outside`. */
  private sign(outside: number): string | undefined {
    const text = this.tokens[this.at]?.text ?? '';
    if ((BINDING.get(text) ?? 0) <= outside) return undefined;
    this.at++;
    return text;
  }

  private operand(): Expression {
    const token = this.tokens[this.at++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'name') return this.named(token.text);
    switch (token?.text) {
      case '-':
        return { kind: 'binary', sign: '-', left: { kind: 'number', value: 0 }, right: this.operation(MINUS_BINDING) };
      case '[':
        return { kind: 'list', items: this.listUntil(']') };
      case '(': {
        const inner = this.operation(0);
        if (!this.take(')')) throw this.problem();
        return inner;
      }
      default:
        throw this.problem();
    }
  }

  private named(name: string): Expression {
    if (this.take('(')) return { kind: 'call', name: name.toUpperCase(), args: this.listUntil(')') };
    if (BINDING.has(name)) throw this.problem();
    return /^[a-z]/.test(name) ? { kind: 'reference', id: name } : { kind: 'keyword', word: name };
  }

  private listUntil(end: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.take(end)) return items;
    do items.push(this.operation(0));
    while (this.take(','));
    if (!this.take(end)) throw this.problem();
    return items;
  }

  private take(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at++;
    return true;
  }

  private problem(): Error {
    return invalid('Expression', `can't be read: ${this.text}`);
  }
}

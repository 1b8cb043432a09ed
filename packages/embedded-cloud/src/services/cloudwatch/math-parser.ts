import { invalid } from './errors';
import { toTokens, type Token } from './math-tokens';

/** A parsed metric-math expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** A metric or another expression; ids begin with a lower-case letter. */
  | { readonly kind: 'reference'; readonly id: string }
  /** For example REPEAT. */
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

/** The precedence of the binary operators. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ...['||', 'OR'].map((operator) => [operator, 1] as const),
  ...['&&', 'AND'].map((operator) => [operator, 2] as const),
  ...['==', '!=', '<', '<=', '>', '>='].map((operator) => [operator, 3] as const),
  ...['+', '-'].map((operator) => [operator, 4] as const),
  ...['*', '/'].map((operator) => [operator, 5] as const),
  ['^', 7],
]);

/** The precedence of a unary minus: -2 ^ 2 is -4, and 2 ^ -1 is 0.5. */
const MINUS_PRECEDENCE = 6;

/** The limit of CloudWatch, in characters. */
const MAX_LENGTH = 2_048;

/** A limit that no practical expression reaches and that protects the call stack. */
const MAX_DEPTH = 100;

/**
 * Parses an expression such as `IF(attempts >= 20, failures / attempts)`; throws an error that quotes an invalid one.
 */
export const parseExpression = (expression: string): Expression => {
  if (expression.length > MAX_LENGTH) throw invalid('Expression', `must not exceed ${MAX_LENGTH} characters`);
  return new Parser(toTokens(expression), expression).parse();
};

/** A precedence-climbing parser. */
class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  parse(): Expression {
    const expression = this.operation(0);
    if (this.at < this.tokens.length) throw this.syntaxError();
    return expression;
  }

  /** Parses an operand and the operators behind it whose precedence is higher than `minPrecedence`. */
  private operation(minPrecedence: number): Expression {
    if (++this.depth > MAX_DEPTH) throw this.syntaxError();
    let left = this.operand();
    for (let operator = this.operator(minPrecedence); operator !== undefined; operator = this.operator(minPrecedence)) {
      const precedence = PRECEDENCE.get(operator) ?? 0;
      const right = this.operation(operator === '^' ? precedence - 1 : precedence); // ^ is right-associative
      left = { kind: 'binary', operator, left, right };
    }
    this.depth--;
    return left;
  }

  /** Consumes the next operator if its precedence is higher than `minPrecedence`. */
  private operator(minPrecedence: number): string | undefined {
    const text = this.tokens[this.at]?.text ?? '';
    if ((PRECEDENCE.get(text) ?? 0) <= minPrecedence) return undefined;
    this.at++;
    return text;
  }

  private operand(): Expression {
    const token = this.tokens[this.at++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'name') return this.named(token.text);
    switch (token?.text) {
      case '-':
        return {
          kind: 'binary',
          operator: '-',
          left: { kind: 'number', value: 0 },
          right: this.operation(MINUS_PRECEDENCE),
        };
      case '[':
        return { kind: 'list', items: this.listUntil(']') };
      case '(': {
        const inner = this.operation(0);
        if (!this.accept(')')) throw this.syntaxError();
        return inner;
      }
      default:
        throw this.syntaxError();
    }
  }

  private named(name: string): Expression {
    if (this.accept('(')) return { kind: 'call', name: name.toUpperCase(), args: this.listUntil(')') };
    if (PRECEDENCE.has(name)) throw this.syntaxError();
    return /^[a-z]/.test(name) ? { kind: 'reference', id: name } : { kind: 'keyword', word: name };
  }

  private listUntil(end: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.accept(end)) return items;
    do items.push(this.operation(0));
    while (this.accept(','));
    if (!this.accept(end)) throw this.syntaxError();
    return items;
  }

  /** Consumes the next token if it is `text`. */
  private accept(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at++;
    return true;
  }

  private syntaxError(): Error {
    return invalid('Expression', `is not valid: ${this.text}`);
  }
}

import { toTokens, type Token } from './math-tokens';
import { invalid } from './put-metric-data';

/** A metric-math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression };

/** From the loosest to the tightest. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/** Parses an expression such as `IF(attempts >= 20, failures / attempts)`; throws, quoting it, where it is none. */
export const parseExpression = (expression: string): Expression => {
  const parser = new Parser(toTokens(expression), expression);
  return parser.whole();
};

/** Deeper than anybody nests, and shallow enough for the stack. */
const MAX_DEPTH = 100;

class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  whole(): Expression {
    const expression = this.binary(0);
    if (this.at < this.tokens.length) throw this.problem();
    return expression;
  }

  private binary(level: number): Expression {
    const signs = PRECEDENCE[level];
    if (!signs) return this.unary();
    let left = this.binary(level + 1);
    for (let sign = this.takeOneOf(signs); sign !== undefined; sign = this.takeOneOf(signs)) {
      left = { kind: 'binary', sign, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private unary(): Expression {
    if (this.takeOneOf(['-']) === undefined) return this.primary();
    this.descend();
    const right = this.unary();
    this.depth--;
    return { kind: 'binary', sign: '-', left: { kind: 'number', value: 0 }, right };
  }

  private primary(): Expression {
    const token = this.tokens[this.at++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'name') {
      if (this.takeOneOf(['(']) === undefined) return { kind: 'metric', id: token.text };
      return { kind: 'call', name: token.text.toUpperCase(), args: this.listUntil(')') };
    }
    if (token?.text === '[') return { kind: 'list', items: this.listUntil(']') };
    if (token?.text !== '(') throw this.problem();
    this.descend();
    const inner = this.binary(0);
    this.depth--;
    if (this.takeOneOf([')']) === undefined) throw this.problem();
    return inner;
  }

  private listUntil(end: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.takeOneOf([end]) !== undefined) return items;
    this.descend();
    do items.push(this.binary(0));
    while (this.takeOneOf([',']) !== undefined);
    this.depth--;
    if (this.takeOneOf([end]) === undefined) throw this.problem();
    return items;
  }

  private takeOneOf(texts: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (!token || token.kind === 'number' || !texts.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private descend(): void {
    if (++this.depth > MAX_DEPTH) throw this.problem();
  }

  private problem(): Error {
    return invalid('Expression', `can't be read: ${this.text}`);
  }
}

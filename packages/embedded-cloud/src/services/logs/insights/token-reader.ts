import type { ServiceError } from '../../../core/service';
import { malformedQuery } from '../errors';
import { toPattern } from './patterns';
import { isWord, type Token } from './tokens';

const UNIT_MS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|msec|millisecond)s?$/, 1],
  [/^(s|sec|second)s?$/, 1_000],
  [/^(m|min|minute)s?$/, 60_000],
  [/^(h|hr|hour)s?$/, 3_600_000],
  [/^(d|day)s?$/, 86_400_000],
  [/^(w|week)s?$/, 7 * 86_400_000],
];

/** Reads the tokens of one command. */
export class TokenReader {
  position = 0;

  /** `allowsAggregates`: whether the command may call functions such as count(). */
  constructor(
    private readonly query: string,
    private readonly tokens: readonly Token[],
    readonly allowsAggregates = false,
  ) {}

  get isAtEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  next(): Token {
    const token = this.tokens[this.position];
    if (!token) throw this.unexpected();
    this.position += 1;
    return token;
  }

  /** The next symbol, which stays unread; empty when the next token is something else. */
  symbol(): string {
    const token = this.tokens[this.position];
    return token?.kind === 'symbol' ? token.text : '';
  }

  acceptSymbol(symbol: string): boolean {
    if (this.symbol() !== symbol) return false;
    this.position += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  acceptWord(keyword: string): boolean {
    const token = this.tokens[this.position];
    if (!token || !isWord(token, keyword)) return false;
    this.position += 1;
    return true;
  }

  /** The name of a field. */
  name(): string {
    const { kind, text } = this.next();
    if (kind === 'word' || kind === 'field') return text;
    throw this.unexpected();
  }

  /** Names with commas between them. */
  names(): readonly string[] {
    const names = [this.name()];
    while (this.acceptSymbol(',')) names.push(this.name());
    return names;
  }

  /** A text that must be contained, or a regular expression. */
  pattern(): RegExp {
    const { kind, text } = this.next();
    if (kind !== 'text' && kind !== 'regex') throw this.unexpected();
    return toPattern(kind, text);
  }

  /** A period such as 5m. */
  periodMs(): number {
    const { kind, text } = this.next();
    const [, count, unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? [];
    const unitMs = UNIT_MS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
    if (kind !== 'duration' || unitMs === undefined || Number(count) === 0) throw this.unexpected();
    return Number(count) * unitMs;
  }

  /** The text of the query from an earlier position to this one. */
  textSince(position: number): string {
    return this.query.slice(this.tokens[position]?.start, this.tokens[this.position - 1]?.end);
  }

  /** The error for a query that ends or continues in an unexpected way at the current token. */
  unexpected(): ServiceError {
    const token = this.tokens[this.position] ?? this.tokens.at(-1);
    return malformedQuery(
      `unexpected symbol found ${token?.text ?? ''} at position ${token?.start ?? this.query.length}`,
    );
  }
}

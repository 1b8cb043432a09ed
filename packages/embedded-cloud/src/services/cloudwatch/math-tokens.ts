import { invalid } from './errors';

/** A token of a metric-math expression. */
export interface Token {
  readonly kind: 'number' | 'name' | 'symbol';
  readonly text: string;
}

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^()[\],<>]))/y;

/** Splits an expression into tokens; throws an error with the position of an unknown character. */
export const toTokens = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw invalid('Expression', `is not valid at character ${at + 1}: ${text}`);
    const [, number, name, symbol = ''] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
};

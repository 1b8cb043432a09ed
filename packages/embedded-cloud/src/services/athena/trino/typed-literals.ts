import { piecesOf } from '../sql-text';

const TYPED = /\b(DECIMAL|TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE|JSON|TIMESTAMP)\s*$/i;

/** Writes literals with a type, such as BIGINT '5', as calls that the translation understands. */
export const rewriteTypedLiterals = (sql: string): string => {
  let written = '';
  for (const { kind, text } of piecesOf(sql)) {
    const [, type] = (kind === 'quoted' && text.startsWith("'") && TYPED.exec(written)) || [];
    written = type === undefined ? written + text : written.replace(TYPED, '') + literalOf(type.toUpperCase(), text);
  }
  return written;
};

/** A timestamp whose fraction has not three digits, which is a timestamp(n) in Trino. */
const IMPRECISE = /^'\s*\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}(:\d{1,2}(\.(?!\d{3}')\d+)?)?'$/;

const literalOf = (type: string, text: string): string => {
  if (type === 'JSON') return `json_parse(${text})`;
  if (type === 'TIMESTAMP') return IMPRECISE.test(text) ? `coarse_timestamp(${text})` : `TIMESTAMP ${text}`;
  if (type !== 'DECIMAL') return `CAST(${text} AS ${type})`;
  const [, whole = '', fraction = ''] = /^'\s*[+-]?(\d*)\.?(\d*)\s*'$/.exec(text) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, '').length + fraction.length;
  return `CAST(${text} AS DECIMAL(${Math.max(digits, 1)}, ${fraction.length}))`;
};

/** Encloses the number of a quoted piece while the code around it is rewritten; no statement contains it. */
const MASK = '\uE000';

const TRIM = /\btrim\s*\(\s*(both|leading|trailing)\s+(?=\S+\s+from\b)/gi;
const BOUNDED = /\s+AS\s+varchar\s*\(\s*(\d+)\s*\)\s*\)/gi;

/** Writes CAST(… AS varchar(n)), which may shorten a text, and trim(BOTH … FROM …) as calls of macros. */
export const rewriteSpecialForms = (sql: string): string => {
  const quoted: string[] = [];
  const masked = piecesOf(sql)
    .map(({ kind, text }) => (kind === 'quoted' ? `${MASK}${quoted.push(text) - 1}${MASK}` : text))
    .join('');
  const trimmed = masked
    .replace(TRIM, (_, side: string) => `trim_${side.toLowerCase()}(`)
    .replace(/(\btrim_\w+\(\S+)\s+from\b/gi, '$1,');
  const rewritten = [...trimmed.matchAll(BOUNDED)].reverse().reduce((text, { index, 0: end, 1: length = '' }) => {
    const open = openingParenthesis(text, index);
    const [call = ''] = /\bcast\s*\($/i.exec(text.slice(0, open + 1)) ?? [];
    if (call === '') return text;
    const inside = text.slice(open + 1, index);
    return `${text.slice(0, open + 1 - call.length)}bounded_text(${inside}, ${length})${text.slice(index + end.length)}`;
  }, trimmed);
  return rewritten.replace(new RegExp(`${MASK}(\\d+)${MASK}`, 'g'), (_, at: string) => quoted[Number(at)] ?? '');
};

/** The position of the parenthesis that is open at `to`. */
const openingParenthesis = (text: string, to: number): number => {
  let depth = 1;
  for (let at = to - 1; at >= 0; at--) {
    depth += text[at] === ')' ? 1 : text[at] === '(' ? -1 : 0;
    if (depth === 0) return at;
  }
  return -1;
};

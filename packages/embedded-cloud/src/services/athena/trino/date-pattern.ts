import { StatementError } from '../../../duckdb/statement-error';

/** The letters of MySQL's date patterns, which Trino uses in date_format and date_parse, with those of strftime. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ Y: '%Y', y: '%y', m: '%m', c: '%-m', M: '%B', b: '%b', d: '%d', e: '%-d', j: '%j', W: '%A', a: '%a' },
  ...{ H: '%H', k: '%-H', h: '%I', I: '%I', l: '%-I', i: '%M', s: '%S', S: '%S', f: '%f', p: '%p' },
  ...{ T: '%H:%M:%S', r: '%I:%M:%S %p', v: '%V', x: '%G', '%': '%%' },
};

/** Converts a date pattern of Trino for strftime and strptime. */
export const toStrftime = (pattern: string): string =>
  pattern.replace(/%(.?)/gs, (_, letter: string) => {
    const specifier = LETTERS[letter];
    if (specifier === undefined) {
      throw new StatementError(
        `INVALID_FUNCTION_ARGUMENT: the embedded Athena does not support %${letter} in date patterns; it supports ${Object.keys(LETTERS).join(' ')}.`,
      );
    }
    return specifier;
  });

/** The letters of Joda's patterns, which Trino uses in format_datetime and parse_datetime, with those of strftime. */
const JODA: Readonly<Record<string, string>> = {
  ...{ yyyy: '%Y', yy: '%y', MM: '%m', M: '%-m', MMM: '%b', MMMM: '%B', dd: '%d', d: '%-d', D: '%-j', DDD: '%j' },
  ...{ HH: '%H', H: '%-H', hh: '%I', h: '%-I', mm: '%M', m: '%-M', ss: '%S', s: '%-S', SSS: '%g' },
  ...{ EEE: '%a', E: '%a', EEEE: '%A', e: '%u', a: '%p' },
};

/** Converts a pattern of Joda for strftime and strptime. */
export const fromJoda = (pattern: string): string =>
  pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (token, literal?: string) => {
    if (token === '%') return '%%';
    if (literal !== undefined) return literal === '' ? "'" : literal.replaceAll("''", "'").replaceAll('%', '%%');
    const specifier = JODA[token];
    if (specifier === undefined) {
      throw new StatementError(
        `INVALID_FUNCTION_ARGUMENT: the embedded Athena does not support ${token} in date patterns; it supports ${Object.keys(JODA).join(' ')}.`,
      );
    }
    return specifier;
  });

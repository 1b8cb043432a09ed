import { StatementError } from '../../../duckdb/statement-error';

/** MySQL's letters, which Trino takes in date_format and date_parse, as strftime's. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ Y: '%Y', y: '%y', m: '%m', c: '%-m', M: '%B', b: '%b', d: '%d', e: '%-d', j: '%j', W: '%A', a: '%a' },
  ...{ H: '%H', k: '%-H', h: '%I', I: '%I', l: '%-I', i: '%M', s: '%S', S: '%S', f: '%f', p: '%p' },
  ...{ T: '%H:%M:%S', r: '%I:%M:%S %p', v: '%V', x: '%G', '%': '%%' },
};

/** Trino's pattern of a date as strftime and strptime read it. */
export const toStrftime = (pattern: string): string =>
  pattern.replace(/%(.?)/gs, (_, letter: string) => {
    const own = LETTERS[letter];
    if (own === undefined) {
      throw new StatementError(
        `INVALID_FUNCTION_ARGUMENT: the embedded Athena has no %${letter} in a pattern of dates; it has ${Object.keys(LETTERS).join(' ')}.`,
      );
    }
    return own;
  });

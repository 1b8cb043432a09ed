/**
 * Where an object lies below its bucket's folder: under its own key, so that `ls` and any engine finds it. What a file
 * system can't name is escaped, with `%` as the sign: a `%` in a key is `%25`, NUL `%00`, the segments `.` and `..` are
 * `%2E` and `%2E%2E`, an empty segment (`a//b`, `/a`, `a/`) is `%-`. A segment longer than a file name may be goes on
 * in a folder whose name ends in `%+`. An object `a` beside objects `a/…` lies in the file `a%`. No escaped
 * path has a segment `..`, so none leaves the bucket's folder.
 */

/** Ends the name of a folder in which a long segment goes on. */
const CONTINUES = '%+';

/** Ends the name of a file whose plain name is taken by a folder. */
export const ASIDE = '%';

const EMPTY = '%-';

/** File systems take 255; the marks and one escape need room. */
const MAX_NAME_BYTES = 248;

/** The path of a key's file, relative to its bucket's folder. */
export const toPath = (key: string): string => key.split('/').map(toNames).join('/');

const toNames = (segment: string): string => {
  if (segment === '') return EMPTY;
  const names: string[] = [];
  let name = '';
  for (const character of segment) {
    const escaped = character === '%' ? '%25' : character === '\0' ? '%00' : character;
    if (Buffer.byteLength(name + escaped) > MAX_NAME_BYTES) {
      names.push(name + CONTINUES);
      name = '';
    }
    name += escaped;
  }
  names.push(name === '.' || name === '..' ? name.replaceAll('.', '%2E') : name);
  return names.join('/');
};

/** What a file's or folder's name stands for in a key; `continues`: the segment goes on inside the folder. */
export const fromName = (name: string): { readonly text: string; readonly continues: boolean } => {
  const continues = name.endsWith(CONTINUES);
  const plain = withoutEnd(withoutEnd(name, CONTINUES), ASIDE);
  const text = plain.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { text: plain === EMPTY ? '' : text, continues };
};

const withoutEnd = (name: string, end: string): string => (name.endsWith(end) ? name.slice(0, -end.length) : name);

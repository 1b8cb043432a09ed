/**
 * Maps keys to paths below the bucket's folder. The path is the key itself, so that `ls` and any engine can find the
 * object. Parts that a file system cannot name are escaped with `%`: a `%` in a key becomes `%25`, NUL becomes `%00`,
 * the segments `.` and `..` become `%2E` and `%2E%2E`, and an empty segment (`a//b`, `/a`, `a/`) becomes `%-`. A
 * segment longer than a file name continues in a folder whose name ends in `%+`. An object `a` beside objects `a/…` is
 * stored in the file `a%`. No escaped path has a segment `..`, so no path leaves the bucket's folder.
 */

/** Suffix of a folder in which a long segment continues. */
const CONTINUES = '%+';

/** Suffix of a file when a folder already has its plain name. */
export const FILE_BESIDE_FOLDER = '%';

const EMPTY = '%-';

/** File systems allow 255; the rest is room for a suffix and one escape. */
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

/** The text in a key that a file's or folder's name encodes. `continues`: the segment continues inside the folder. */
export const fromName = (name: string): { readonly text: string; readonly continues: boolean } => {
  const continues = name.endsWith(CONTINUES);
  const plain = withoutSuffix(withoutSuffix(name, CONTINUES), FILE_BESIDE_FOLDER);
  const text = plain.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { text: plain === EMPTY ? '' : text, continues };
};

const withoutSuffix = (name: string, suffix: string): string =>
  name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;

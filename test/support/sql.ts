import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SQL = join(__dirname, '../../sql');

/** The names of the statements in a folder of sql/, such as `lake/queries`, without `.sql`. */
export const statementNames = (folder: string): readonly string[] =>
  readdirSync(join(SQL, folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace('.sql', ''));

/** The text of a statement of the given folders of sql/; throws if none of them has it. */
export const statementText =
  (...folders: readonly string[]) =>
  (name: string): string => {
    const folder = folders.find((candidate) => statementNames(candidate).includes(name));
    if (folder === undefined) throw new Error(`None of ${folders.join(', ')} in sql/ has ${name}.sql.`);
    return readFileSync(join(SQL, folder, `${name}.sql`), 'utf8');
  };

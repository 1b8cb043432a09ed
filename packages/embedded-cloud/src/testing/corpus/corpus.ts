import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One query of the corpus: a text that an analyst could send to Athena. */
export interface CorpusQuery {
  /** `<category>/<name>`, which is unique. */
  readonly id: string;
  readonly category: string;
  /** Statements that run one after another; the result is that of the last one. */
  readonly statements: readonly string[];
  /** The execution parameters of the last statement, as SQL literals. */
  readonly parameters: readonly string[];
}

/**
 * Reads the files `<category>.sql` of a folder. Blank lines separate queries. A query begins with a comment, its name; a
 * second comment may list its parameters, separated by semicolons. Its statements end with a semicolon at the end of a
 * line, except the last one.
 */
export const readCorpus = (folder: string): readonly CorpusQuery[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => {
      const category = file.replace('.sql', '');
      return readFileSync(join(folder, file), 'utf8')
        .trim()
        .split(/\n\s*\n/)
        .map((block) => parseQuery(category, block));
    });

const parseQuery = (category: string, block: string): CorpusQuery => {
  const [, name, parameters, text = ''] = /^-- (.+)\n(?:-- parameters: (.+)\n)?([\s\S]+)$/.exec(block) ?? [];
  if (name === undefined) throw new Error(`A query of ${category}.sql has no name: ${block}`);
  return {
    ...{ id: `${category}/${name}`, category },
    statements: text.split(/;\n/),
    parameters: parameters?.split('; ') ?? [],
  };
};

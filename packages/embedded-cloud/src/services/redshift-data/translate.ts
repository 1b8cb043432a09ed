import { Dialect, init, transpile } from '@polyglot-sql/sdk';

/** What a statement of Redshift's is to DuckDB. */
export type Translated =
  | { readonly kind: 'sql'; readonly sql: string; readonly isQuery: boolean }
  | { readonly kind: 'copy'; readonly table: string; readonly manifest: string }
  /** Rights and locks: one file with one writer needs neither. */
  | { readonly kind: 'nothing' };

/** A statement that is not run here; the message says why. */
export class StatementError extends Error {}

/** What SUPER holds in this project: DuckDB has types where Redshift has none. */
const SUPER = 'STRUCT(id VARCHAR, variant VARCHAR)[]';

const COPY =
  /^COPY (\w+)\s+FROM '([^']+)'\s+IAM_ROLE '[^']+'\s+FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON$/i;

/** How rows lie on slices, which one machine has no word for. */
const PLACEMENT = /\s*\b(DISTSTYLE (KEY|ALL|EVEN|AUTO)|DISTKEY \([^)]*\)|(COMPOUND )?SORTKEY \([^)]*\))/gi;

/** A walk through an array: `FROM sessions AS s, s.experiments AS e`. */
const NAVIGATION = /\bFROM ([\w.]+) AS (\w+), \2\.(\w+) AS (\w+)/g;

/** The loader sends the same statements at each run, and views are asked again and again. */
const translations = new Map<string, Promise<Translated>>();
const MOST_TRANSLATIONS = 500;

/** Reads one statement; throws {@link StatementError}. */
export const translate = (statement: string): Promise<Translated> => {
  const known = translations.get(statement);
  if (known) return known;
  if (translations.size >= MOST_TRANSLATIONS) translations.clear();
  const translated = toDuckDb(statement.trim().replace(/;$/, ''));
  translations.set(statement, translated);
  return translated;
};

const toDuckDb = async (text: string): Promise<Translated> => {
  if (/^(GRANT|REVOKE|LOCK)\b/i.test(text)) return { kind: 'nothing' };
  const [isCopy, table = '', manifest = ''] = COPY.exec(text) ?? [];
  if (isCopy !== undefined) return { kind: 'copy', table, manifest };
  if (/^(COPY|UNLOAD)\b/i.test(text)) {
    throw new StatementError(
      'The embedded Redshift runs COPY … FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON alone.',
    );
  }
  const plain = /^CREATE\b/i.test(text) ? text.replace(PLACEMENT, '').replace(/\s+WITH NO SCHEMA BINDING$/i, '') : text;
  await init();
  const { success, sql, error } = transpile(plain, Dialect.Redshift, Dialect.DuckDB, { unsupportedLevel: 'raise' });
  const [translated, ...more] = sql ?? [];
  if (!success || translated === undefined) throw new StatementError(`syntax error: ${error ?? 'not understood'}`);
  if (more.length > 0) throw new StatementError('Only one statement is allowed at a time.');
  const isTable = /^CREATE (TEMPORARY )?TABLE/i.test(translated);
  return {
    kind: 'sql',
    sql: (isTable ? translated.replace(/\b(SUPER|JSON)\b/g, SUPER) : translated).replace(
      NAVIGATION,
      'FROM $1 AS $2, UNNEST($2.$3) AS _$4($4)',
    ),
    isQuery: /^(SELECT|WITH|\()/i.test(text),
  };
};

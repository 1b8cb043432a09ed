import { Dialect } from '@polyglot-sql/sdk';
import { StatementError } from '../../duckdb/statement-error';
import { transpileToDuckDb } from '../../duckdb/transpile';

/** A Redshift statement, translated for DuckDB. */
export type Translated =
  | { readonly kind: 'sql'; readonly sql: string; readonly isQuery: boolean }
  | { readonly kind: 'copy'; readonly table: string; readonly manifest: string; readonly roleArn: string }
  /** Grants and locks, which a file with one writer does not need. */
  | { readonly kind: 'nothing' };

/**
 * The type of SUPER columns. DuckDB needs a fixed type, so they can only contain lists of objects with id and variant.
 */
const SUPER = 'STRUCT(id VARCHAR, variant VARCHAR)[]';

const COPY =
  /^COPY (\w+)\s+FROM '([^']+)'\s+IAM_ROLE '([^']+)'\s+FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON$/i;

/** The distribution of rows over slices and their sort order, which DuckDB does not have. */
const PLACEMENT = /\s*\b(DISTSTYLE (KEY|ALL|EVEN|AUTO)|DISTKEY \([^)]*\)|(COMPOUND )?SORTKEY \([^)]*\))/gi;

/** The view of all columns, whose name in DuckDB differs; its columns have the same names. */
const SVV_COLUMNS = /\bsvv_columns\b/gi;

/** Navigation into an array: `FROM visits AS v, v.tests AS t`. */
const NAVIGATION = /\bFROM ([\w.]+) AS (\w+), \2\.(\w+) AS (\w+)/g;

/** A cache of translations, because clients send the same statements again and again. */
const translations = new Map<string, Promise<Translated>>();
const MAX_TRANSLATIONS = 500;

/** Translates one statement; throws {@link StatementError}. */
export const translate = (statement: string): Promise<Translated> => {
  const known = translations.get(statement);
  if (known) return known;
  if (translations.size >= MAX_TRANSLATIONS) translations.clear();
  const translated = toDuckDb(statement.trim().replace(/;$/, ''));
  translations.set(statement, translated);
  return translated;
};

const toCopy = ([, table = '', manifest = '', roleArn = '']: RegExpExecArray): Translated => ({
  ...{ kind: 'copy', table, manifest, roleArn },
});

const toDuckDb = async (text: string): Promise<Translated> => {
  if (/^(GRANT|REVOKE|LOCK)\b/i.test(text)) return { kind: 'nothing' };
  const copy = COPY.exec(text);
  if (copy) return toCopy(copy);
  if (/^(COPY|UNLOAD)\b/i.test(text)) {
    throw new StatementError(
      'The embedded Redshift supports only COPY … FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON.',
    );
  }
  const named = text.replace(SVV_COLUMNS, 'information_schema.columns');
  const withoutPlacement = /^CREATE\b/i.test(text)
    ? named.replace(PLACEMENT, '').replace(/\s+WITH NO SCHEMA BINDING$/i, '')
    : named;
  const { success, sql, error } = await transpileToDuckDb(withoutPlacement, Dialect.Redshift);
  const [translated, ...more] = sql ?? [];
  if (!success || translated === undefined) {
    throw new StatementError(`syntax error: ${error ?? 'the statement cannot be parsed'}`);
  }
  if (more.length > 0) throw new StatementError('Only one statement is allowed at a time.');
  const isTable = /^(CREATE (TEMPORARY )?|ALTER )TABLE/i.test(translated);
  return {
    kind: 'sql',
    sql: (isTable ? translated.replace(/\b(SUPER|JSON)\b/g, SUPER) : translated).replace(
      NAVIGATION,
      'FROM $1 AS $2, UNNEST($2.$3) AS _$4($4)',
    ),
    isQuery: /^(SELECT|WITH|\()/i.test(text),
  };
};

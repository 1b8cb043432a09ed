import { invalidRequest } from './invalid-request';

/** A statement on the catalog, which reads no table. */
export interface CatalogStatement {
  readonly kind: 'show-databases' | 'show-tables' | 'show-views' | 'show-partitions' | 'describe' | 'drop-table';
  /** Undefined when the statement refers to the query's database. */
  readonly database: string | undefined;
  readonly table: string;
  /** Whether DROP TABLE succeeds when there is no such table. */
  readonly mayBeMissing: boolean;
  /** Whether a name matches the statement's pattern. */
  readonly matches: (name: string) => boolean;
}

const name = (part: string): string => `[\`"]?(?<${part}>\\w+)[\`"]?`;
const IN_DATABASE = `(?:\\s+(?:IN|FROM)\\s+${name('database')})?`;
const OF_TABLE = `\\s+(?:${name('database')}\\.)?${name('table')}`;
const PATTERN = "(?:\\s+(?:LIKE\\s+)?'(?<pattern>[\\w*|]*)')?";

const FORMS: Readonly<Record<CatalogStatement['kind'], string>> = {
  'show-databases': `SHOW\\s+(?:DATABASES|SCHEMAS)${PATTERN}`,
  'show-tables': `SHOW\\s+TABLES${IN_DATABASE}${PATTERN}`,
  'show-views': `SHOW\\s+VIEWS${IN_DATABASE}${PATTERN}`,
  'show-partitions': `SHOW\\s+PARTITIONS${OF_TABLE}`,
  describe: `(?:DESCRIBE|DESC)${OF_TABLE}`,
  'drop-table': `DROP\\s+TABLE(?:\\s+(?<ifExists>IF\\s+EXISTS))?${OF_TABLE}`,
};

/** Parses SHOW, DESCRIBE and DROP TABLE; undefined for any other statement; throws for forms of the first two that are not supported. */
export const readCatalogStatement = (bound: string): CatalogStatement | undefined => {
  for (const [kind, form] of Object.entries(FORMS) as [CatalogStatement['kind'], string][]) {
    const parts = new RegExp(`^${form}$`, 'i').exec(bound)?.groups;
    if (!parts) continue;
    const { database, table = '', pattern, ifExists } = parts;
    return {
      kind,
      database: database?.toLowerCase(),
      table: table.toLowerCase(),
      mayBeMissing: ifExists !== undefined,
      matches: nameFilter(pattern?.toLowerCase()),
    };
  }
  if (/^(SHOW|DESCRIBE|DESC)\b/i.test(bound)) {
    throw invalidRequest(
      "The embedded Athena supports SHOW DATABASES, SHOW TABLES and SHOW VIEWS, each with an optional 'pattern' of * and |, SHOW PARTITIONS and DESCRIBE of a table; use the Glue API for the rest.",
    );
  }
  return undefined;
};

/** A predicate for one of Hive's patterns: * matches any text, | means or. */
const nameFilter = (pattern = '*'): ((name: string) => boolean) => {
  const expression = new RegExp(`^(?:${pattern.replaceAll('*', '.*')})$`);
  return (name) => expression.test(name);
};

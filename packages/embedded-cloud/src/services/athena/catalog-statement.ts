import { invalidRequest } from './invalid-request';

/** What a statement asks of the catalog, whose answer no table is read for. */
export interface CatalogStatement {
  readonly kind: 'show-databases' | 'show-tables' | 'show-views' | 'show-partitions' | 'describe';
  /** Undefined where it means the query's own. */
  readonly database: string | undefined;
  readonly table: string;
  /** Whether a name is asked for. */
  readonly isWanted: (name: string) => boolean;
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
};

/** Reads SHOW and DESCRIBE; undefined of any other statement; throws for what of them is not answered here. */
export const readCatalogStatement = (bound: string): CatalogStatement | undefined => {
  for (const [kind, form] of Object.entries(FORMS) as [CatalogStatement['kind'], string][]) {
    const parts = new RegExp(`^${form}$`, 'i').exec(bound)?.groups;
    if (!parts) continue;
    const { database, table = '', pattern } = parts;
    return {
      kind,
      database: database?.toLowerCase(),
      table: table.toLowerCase(),
      isWanted: nameFilter(pattern?.toLowerCase()),
    };
  }
  if (/^(SHOW|DESCRIBE|DESC)\b/i.test(bound)) {
    throw invalidRequest(
      "The embedded Athena answers SHOW DATABASES, SHOW TABLES and SHOW VIEWS with or without a 'pattern' of * and |, SHOW PARTITIONS and DESCRIBE of a table; ask Glue for the rest.",
    );
  }
  return undefined;
};

/** Hive's patterns: * is anything, | is or. */
const nameFilter = (pattern = '*'): ((name: string) => boolean) => {
  const expression = new RegExp(`^(?:${pattern.replaceAll('*', '.*')})$`);
  return (name) => expression.test(name);
};

import type { JsonObject } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { Statement } from './statement';
import type { Relation } from './warehouse-file';

const STATEMENTS_A_PAGE = 100;

/** ListStatements, the newest first. */
export const listStatements = (statements: readonly Statement[], input: Fields): JsonObject => {
  const asked = input.optionalString('Status') ?? 'ALL';
  const found = statements.filter(({ status }) => asked === 'ALL' || status === asked).toReversed();
  const from = Number(input.optionalString('NextToken') ?? 0);
  const next = from + Math.min(STATEMENTS_A_PAGE, input.optionalNumber('MaxResults') ?? STATEMENTS_A_PAGE);
  return {
    Statements: found.slice(from, next).map(({ id, isBatch, status, parts, secretArn, createdAt, updatedAt }) => ({
      ...{ Id: id, Status: status, IsBatchStatement: isBatch },
      ...(isBatch ? { QueryStrings: parts.map(({ sql }) => sql) } : { QueryString: parts[0]?.sql ?? '' }),
      ...(secretArn !== undefined && { SecretArn: secretArn }),
      ...{ CreatedAt: createdAt / 1_000, UpdatedAt: updatedAt / 1_000 },
    })),
    ...(next < found.length && { NextToken: String(next) }),
  };
};

/**
 * ListTables, in one page: those whose schema and name fit the patterns, in which % and _ stand for any characters. A reader sees the
 * views of the public schema alone.
 */
export const listTables = (relations: readonly Relation[], input: Fields, isReader: boolean): JsonObject => {
  const [fitsSchema, fitsName] = [
    fits(input.optionalString('SchemaPattern')),
    fits(input.optionalString('TablePattern')),
  ];
  const isSeen = ({ schema, type }: Relation): boolean => !isReader || (schema === 'public' && type === 'VIEW');
  return { Tables: relations.filter((one) => isSeen(one) && fitsSchema(one.schema) && fitsName(one.name)) };
};

const fits = (pattern: string | undefined): ((name: string) => boolean) => {
  if (pattern === undefined) return () => true;
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return (name) => new RegExp(`^${source}$`).test(name);
};

import type { JsonObject } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { Statement } from './statement';
import type { Relation } from './warehouse-file';

const MAX_STATEMENTS = 100;

/** ListStatements, newest first. */
export const listStatements = (statements: readonly Statement[], input: Fields): JsonObject => {
  const requested = input.optionalString('Status') ?? 'ALL';
  const [inWorkgroup, inDatabase] = [input.optionalString('WorkgroupName'), input.optionalString('Database')];
  const found = statements
    .filter(({ status }) => requested === 'ALL' || status === requested)
    .filter(({ workgroup }) => inWorkgroup === undefined || workgroup === inWorkgroup)
    .filter(({ database }) => inDatabase === undefined || database === inDatabase)
    .toReversed();
  const from = Number(input.optionalString('NextToken') ?? 0);
  const next = from + Math.min(MAX_STATEMENTS, input.optionalNumber('MaxResults') ?? MAX_STATEMENTS);
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
 * ListTables, in one page. % and _ are wildcards in the patterns for schema and table. A reader sees only the views of
 * the schema `public`.
 */
export const listTables = (relations: readonly Relation[], input: Fields, isReader: boolean): JsonObject => {
  const matchesSchema = patternFilter(input.optionalString('SchemaPattern'));
  const matchesName = patternFilter(input.optionalString('TablePattern'));
  const isVisible = ({ schema, type }: Relation): boolean => !isReader || (schema === 'public' && type === 'VIEW');
  return {
    Tables: relations.filter(
      (relation) => isVisible(relation) && matchesSchema(relation.schema) && matchesName(relation.name),
    ),
  };
};

const patternFilter = (pattern: string | undefined): ((name: string) => boolean) => {
  if (pattern === undefined) return () => true;
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return (name) => new RegExp(`^${source}$`).test(name);
};

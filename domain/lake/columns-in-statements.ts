import { FAMILY_DEFINITIONS, type FamilyDefinition, readableSchemas } from '../families';
import { LAKE_TABLES, type LakeTable } from './tables';

/**
 * Replaces the placeholders of a statement by lists from the definitions, so that no statement repeats a list of columns:
 * `{sessions.columns}` is replaced by the columns of the table `sessions`, `{sessions.columns except dt, started_at}` by
 * its other columns, and `{viewing.schemas}` by the schemas that readers of the family `viewing` can read, as literals.
 */
export const fillDefinitions = (
  statement: string,
  tables: readonly LakeTable[] = LAKE_TABLES,
  families: readonly FamilyDefinition[] = FAMILY_DEFINITIONS,
): string =>
  statement
    .replace(/\{(\w+)\.columns(?: except ([\w, \n]+))?\}/g, (_, name: string, except = '') => {
      const excluded = new Set(String(except).split(/,\s*/));
      return Object.keys(named(tables, name).columns)
        .filter((column) => !excluded.has(column))
        .join(', ');
    })
    .replace(/\{(\w+)\.schemas\}/g, (_, name: string) =>
      readableSchemas(named(families, name))
        .map((schema) => `'${schema}'`)
        .join(', '),
    );

const named = <Named extends { readonly name: string }>(all: readonly Named[], name: string): Named => {
  const found = all.find((one) => one.name === name);
  if (!found)
    throw new Error(`A statement names ${name}, which is not one of ${all.map((one) => one.name).join(', ')}.`);
  return found;
};

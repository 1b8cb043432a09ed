import { type AthenaClient, GetNamedQueryCommand, paginateListNamedQueries } from '@aws-sdk/client-athena';
import { CommandFailed } from '../command/errors';

/** A query that is saved in a workgroup. */
export interface NamedQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

/** All saved queries of a workgroup, sorted by name. */
export const listNamedQueries = async (athena: AthenaClient, workgroup: string): Promise<readonly NamedQuery[]> => {
  const found: NamedQuery[] = [];
  const pages = paginateListNamedQueries({ client: athena }, { WorkGroup: workgroup });
  for await (const { NamedQueryIds = [] } of pages) {
    for (const NamedQueryId of NamedQueryIds) {
      const { NamedQuery } = await athena.send(new GetNamedQueryCommand({ NamedQueryId }));
      found.push({
        name: NamedQuery?.Name ?? '',
        description: NamedQuery?.Description ?? '',
        sql: NamedQuery?.QueryString ?? '',
      });
    }
  }
  return found.sort((one, other) => one.name.localeCompare(other.name));
};

/**
 * The query whose name contains a text; throws {@link CommandFailed} with the candidates if there is not exactly one.
 */
export const pickNamedQuery = (queries: readonly NamedQuery[], partOfName: string): NamedQuery => {
  const text = partOfName.toLowerCase();
  const exact = queries.filter(({ name }) => name.toLowerCase() === text);
  const found = exact.length > 0 ? exact : queries.filter(({ name }) => name.toLowerCase().includes(text));
  const [query] = found;
  if (query && found.length === 1) return query;
  const candidates = (found.length > 0 ? found : queries).map(
    ({ name, description }) => `  ${name}\n    ${description}`,
  );
  const problem = found.length > 0 ? 'More than one saved query matches' : 'No saved query matches';
  throw new CommandFailed(`${problem} "${partOfName}". The candidates are:\n${candidates.join('\n')}`);
};

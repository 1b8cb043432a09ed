import { type AthenaClient, GetNamedQueryCommand, paginateListNamedQueries } from '@aws-sdk/client-athena';
import { NoAnswer } from './tier';

/** A question that is saved in a workgroup. */
export interface NamedQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

/** Every question that is saved in a workgroup, by name. */
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

/** The one whose name has the given text in it; throws {@link NoAnswer}, naming those there are. */
export const pickNamedQuery = (queries: readonly NamedQuery[], asked: string): NamedQuery => {
  const text = asked.toLowerCase();
  const exact = queries.filter(({ name }) => name.toLowerCase() === text);
  const found = exact.length > 0 ? exact : queries.filter(({ name }) => name.toLowerCase().includes(text));
  const [query] = found;
  if (query && found.length === 1) return query;
  const there = (found.length > 0 ? found : queries).map(({ name, description }) => `  ${name}\n    ${description}`);
  throw new NoAnswer(
    `${found.length > 0 ? 'More than one' : 'No'} named query is called "${asked}". There are:\n${there.join('\n')}`,
  );
};

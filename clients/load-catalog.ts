import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mergeCatalog } from '../domain/catalog/merge-catalog';
import { type CatalogProblem, readCatalog } from '../domain/catalog/read-catalog';
import { loadCatalogTable } from './catalog-loader';
import type { LakeCatalogFile } from './lake-catalog-file';

/** Where the catalog is kept: in the lake, and in the table that the stream's steps read. */
export interface CatalogPlaces {
  readonly file: LakeCatalogFile;
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
}

/** What a load came to: titles of the file and of the whole catalog, or what is wrong with the file. */
export type LoadedCatalog =
  { readonly loaded: number; readonly all: number } | { readonly problems: readonly CatalogProblem[] };

/**
 * Loads a file of titles, CSV or JSON lines, over what is known of them; where anything is wrong with it, nothing of it. The
 * lake comes first, then the table: where the second fails it rejects, and the same file again does the rest.
 */
export const loadCatalog = async (
  text: string,
  { file, dynamodb, tableName }: CatalogPlaces,
): Promise<LoadedCatalog> => {
  const { contents, problems } = readCatalog(text);
  if (problems.length > 0) return { problems };
  const merged = mergeCatalog(await file.read(), contents);
  await file.write(merged);
  const ids = new Set(contents.map(({ content_id }) => content_id));
  const told = merged.filter(({ content_id }) => ids.has(content_id));
  await loadCatalogTable(dynamodb, tableName, told);
  return { loaded: contents.length, all: merged.length };
};

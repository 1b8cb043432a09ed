import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CatalogProblem, mergeCatalog, readCatalog } from '../../domain/features';
import type { Content } from '../../domain/lake';
import { loadCatalogTable } from './catalog-loader';
import type { LakeCatalogFile } from './lake-catalog-file';

/** The two stores of the catalog: a file in the lake, and the table that the steps behind the stream read. */
export interface CatalogPlaces {
  readonly file: LakeCatalogFile;
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
}

/** The number of titles that were read, that are new or changed, and that the catalog has now. */
export interface LoadedTitles {
  readonly read: number;
  readonly changed: number;
  readonly all: number;
}

/** The result of a load, or the problems of the file. */
export type LoadedCatalog = LoadedTitles | { readonly problems: readonly CatalogProblem[] };

/** Merges a file of titles, CSV or JSON lines, into the catalog; loads nothing if the file has a problem. */
export const loadCatalog = async (text: string, places: CatalogPlaces): Promise<LoadedCatalog> => {
  const { contents, problems } = readCatalog(text);
  return problems.length > 0 ? { problems } : loadTitles(contents, places);
};

/**
 * Merges titles into the catalog: first into the lake, then into the table. If the second write fails, the same load
 * can be repeated; for that reason titles that have not changed are written to the table too.
 */
export const loadTitles = async (
  contents: readonly Content[],
  { file, dynamodb, tableName }: CatalogPlaces,
): Promise<LoadedTitles> => {
  const before = await file.read();
  const merged = mergeCatalog(before, contents);
  await file.write(merged);
  const ids = new Set(contents.map(({ content_id }) => content_id));
  const loaded = merged.filter(({ content_id }) => ids.has(content_id));
  await loadCatalogTable(dynamodb, tableName, loaded);
  const known = new Set(before.map((content) => JSON.stringify(content)));
  const changed = merged.filter((content) => !known.has(JSON.stringify(content))).length;
  return { read: contents.length, changed, all: merged.length };
};

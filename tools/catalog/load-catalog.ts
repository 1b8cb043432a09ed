import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CatalogProblem, mergeCatalog, readCatalog } from '../../domain/features';
import type { Content } from '../../domain/lake';
import { loadCatalogTable } from './catalog-loader';
import type { LakeCatalogFile } from './lake-catalog-file';

/** Where the catalog is kept: in the lake, and in the table that the stream's steps read. */
export interface CatalogPlaces {
  readonly file: LakeCatalogFile;
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
}

/** How many titles were told, how many of them are new or said otherwise than before, and how many the catalog has now. */
export interface LoadedTitles {
  readonly told: number;
  readonly changed: number;
  readonly all: number;
}

/** What a load came to, or what is wrong with the file. */
export type LoadedCatalog = LoadedTitles | { readonly problems: readonly CatalogProblem[] };

/** Loads a file of titles, CSV or JSON lines, over what is known of them; where anything is wrong with it, nothing of it. */
export const loadCatalog = async (text: string, places: CatalogPlaces): Promise<LoadedCatalog> => {
  const { contents, problems } = readCatalog(text);
  return problems.length > 0 ? { problems } : loadTitles(contents, places);
};

/**
 * Loads titles over what is known of them. The lake comes first, then the table: where the second fails it rejects, and the same
 * again does the rest, so the table is given also what has not changed.
 */
export const loadTitles = async (
  contents: readonly Content[],
  { file, dynamodb, tableName }: CatalogPlaces,
): Promise<LoadedTitles> => {
  const before = await file.read();
  const merged = mergeCatalog(before, contents);
  await file.write(merged);
  const ids = new Set(contents.map(({ content_id }) => content_id));
  const told = merged.filter(({ content_id }) => ids.has(content_id));
  await loadCatalogTable(dynamodb, tableName, told);
  const known = new Set(before.map((content) => JSON.stringify(content)));
  const changed = merged.filter((content) => !known.has(JSON.stringify(content))).length;
  return { told: contents.length, changed, all: merged.length };
};

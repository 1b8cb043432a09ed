import type { CatalogTable } from '../../core/ports';
import { isObject, type JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** A table as it was declared, and what of it the engines need. */
export interface Table extends CatalogTable {
  readonly name: string;
  readonly input: JsonObject;
}

/** Reads a TableInput. */
export const toTable = (input: Fields, createdAt: number): Table => {
  const storage = input.object('StorageDescriptor');
  const columnsOf = (columns: readonly Fields[]) =>
    columns.map((column) => ({ name: column.string('Name'), type: column.string('Type') }));
  return {
    name: input.string('Name'),
    input: input.all,
    createdAt,
    columns: columnsOf(storage?.objects('Columns') ?? []),
    partitionKeys: columnsOf(input.objects('PartitionKeys')),
    location: withSlash(storage?.optionalString('Location') ?? ''),
    serde: storage?.object('SerdeInfo')?.optionalString('SerializationLibrary') ?? '',
    parameters: toParameters(input.object('Parameters')),
    view: viewIn(input.optionalString('ViewOriginalText')),
  };
};

/** Locations are folders, with or without their slash. */
const withSlash = (location: string): string => (location.endsWith('/') ? location : `${location}/`);

/** Glue takes them as text; a template may hold booleans and numbers. */
const toParameters = (parameters: Fields | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(parameters?.all ?? {}).map(([name, value]) => [name, String(value)]));

/** A view as Athena keeps it: `/* Presto View: <JSON in base64> *\/`. */
const viewIn = (text: string | undefined): string | undefined => {
  const [, encoded] = /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(text ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const view: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  return isObject(view) ? new Fields(view).string('originalSql') : undefined;
};

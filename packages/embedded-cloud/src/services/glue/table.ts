import type { CatalogTable } from '../../core/ports';
import { isObject, type JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** A table that a template declares or a call created. */
export interface Table extends CatalogTable {
  readonly name: string;
  /** Its TableInput. */
  readonly input: JsonObject;
}

/** Parses a TableInput; `createdAt` is in epoch seconds. */
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
    view: toViewSql(input.optionalString('ViewOriginalText')),
  };
};

/** A template may declare the location with or without its final slash. */
const withSlash = (location: string): string => (location.endsWith('/') ? location : `${location}/`);

/** Glue stores parameters as text; a template may declare booleans and numbers. */
const toParameters = (parameters: Fields | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(parameters?.all ?? {}).map(([name, value]) => [name, String(value)]));

/** The SELECT of a view, which Athena stores as `/* Presto View: <JSON in base64> *\/`. */
const toViewSql = (text: string | undefined): string | undefined => {
  const [, encoded] = /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(text ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const view: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  return isObject(view) ? new Fields(view).string('originalSql') : undefined;
};

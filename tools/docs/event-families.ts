import { FAMILY_DEFINITIONS, jsonSchemaOf } from '../../domain/families';
import { fieldTable } from './field-table';

/** The blocks of docs/events.md: the table of the fields of each event family, `viewing-fields` and so on. */
export const fieldBlocks = (): readonly (readonly [string, readonly string[]])[] =>
  FAMILY_DEFINITIONS.map((family) => [`${family.name}-fields`, fieldTable(family)]);

/** The JSON Schema of each event family by its path below docs, `schemas/viewing-event.schema.json` and so on. */
export const jsonSchemas = (): readonly (readonly [string, string])[] =>
  FAMILY_DEFINITIONS.map((family) => [
    `schemas/${family.name}-event.schema.json`,
    `${JSON.stringify(jsonSchemaOf(family), null, 2)}\n`,
  ]);

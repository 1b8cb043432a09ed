import { jsonSchemaOf } from '../../domain/families';
import { VIEWING_DEFINITION } from '../../domain/families/viewing';
import { fieldTable } from './field-table';

/** The table of fields in docs/events.md. */
export const viewingFieldsBlock = (): readonly string[] => fieldTable(VIEWING_DEFINITION);

/** The text of docs/schemas/viewing-event.schema.json. */
export const viewingEventSchema = (): string => `${JSON.stringify(jsonSchemaOf(VIEWING_DEFINITION), null, 2)}\n`;

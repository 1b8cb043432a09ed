import type { FamilyDefinition } from '../family';
import { VIEWING_FIELDS } from './viewing-fields';

/** The family of viewing events: what happens in playbacks. */
export const VIEWING_DEFINITION = {
  name: 'viewing',
  version: 1,
  fields: VIEWING_FIELDS,
  subject: 'session_id',
  person: { id: 'viewer_id', keyId: 'viewer_key_id', anonymousWhere: { consent: ['denied'] } },
  table: 'viewing_events',
} as const satisfies FamilyDefinition;

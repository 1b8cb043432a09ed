import type { FamilyDefinition } from './family';
import { VIEWING_DEFINITION } from './viewing';

/**
 * Every event family. The tables of the lake, the placeholders in statements, the JSON Schemas and the tables of
 * docs/events.md follow from this list.
 */
export const FAMILY_DEFINITIONS: readonly FamilyDefinition[] = [VIEWING_DEFINITION];

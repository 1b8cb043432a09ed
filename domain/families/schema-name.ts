import type { FamilyDefinition } from './family';

/** The name of a family's schema in its current version, such as `viewing/1`: the edge stamps it on every event. */
export const schemaName = ({ name, version }: Pick<FamilyDefinition, 'name' | 'version'>): string =>
  `${name}/${version}`;

/** The schema names that a reader of a family can read: the current version and all earlier ones. */
export const readableSchemas = ({ name, version }: FamilyDefinition): readonly string[] =>
  Array.from({ length: version }, (_, index) => schemaName({ name, version: index + 1 }));

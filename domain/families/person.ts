import { holds } from './condition';
import type { FamilyDefinition } from './family';

/** Whether an event, as it was sent, must be stored without its person. */
export const isAnonymous = ({ person }: Pick<FamilyDefinition, 'person'>, event: object): boolean =>
  person?.anonymousWhere !== undefined && holds(person.anonymousWhere, event);

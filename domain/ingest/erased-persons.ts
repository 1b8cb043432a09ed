import type { EventFamily } from '../families';

/** Whether an erasure has removed a person, by the id that players send. */
export type IsErased = (personId: string) => boolean;

/** Before the first erasure: no person is erased. */
export const NO_ERASURES: IsErased = () => false;

/** Whether an event, as it was sent, is of an erased person. Nothing of such an event is stored, even if it is invalid. */
export const isOfErasedPerson = (
  event: unknown,
  { definition }: Pick<EventFamily, 'definition'>,
  isErased: IsErased,
): boolean => {
  const { person } = definition;
  if (person === undefined || typeof event !== 'object' || event === null) return false;
  const personId: unknown = Reflect.get(event, person.id);
  return typeof personId === 'string' && isErased(personId);
};

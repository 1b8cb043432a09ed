import type { FamilyDefinition } from './family';

type Sent = Readonly<Partial<Record<string, unknown>>>;

/**
 * Returns a check of whether an event, as it was sent, must be stored without its person. The condition is unpacked once,
 * because every event of the service passes the check.
 */
export const anonymityOf = ({ person }: Pick<FamilyDefinition, 'person'>): ((event: Sent) => boolean) => {
  const terms = Object.entries(person?.anonymousWhere ?? {});
  if (terms.length === 0) return () => false;
  return (event) => {
    for (const [name, values] of terms) if (!values.some((value) => value === event[name])) return false;
    return true;
  };
};

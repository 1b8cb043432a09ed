import { isObject, type JsonObject } from '../json-object';

/**
 * How a statement names a principal: by its session, by its role, or as one of its account. An Allow for the account grants
 * nothing by itself: it leaves the decision to the policies of the account's identities.
 */
type PrincipalMatch = 'session' | 'direct' | 'account' | 'none';

export type PrincipalMatcher = (principal: NamedPrincipal) => PrincipalMatch;

/** The names of a principal. */
type NamedPrincipal =
  | { readonly kind: 'service'; readonly arn: string }
  | {
      readonly kind: 'session';
      readonly arn: string;
      readonly role: { readonly arn: string; readonly id: string; readonly accountId: string };
    };

/** Compiles the element Principal or NotPrincipal. */
export const toPrincipalMatcher = (statement: JsonObject): PrincipalMatcher => {
  if (!('NotPrincipal' in statement)) return matcherOf(statement['Principal']);
  const excluded = matcherOf(statement['NotPrincipal']);
  return (principal) => (excluded(principal) === 'none' ? 'direct' : 'none');
};

const matcherOf = (declared: unknown): PrincipalMatcher => {
  const names = isObject(declared) ? declared : {};
  const services = stringsIn(names['Service']);
  const identities = stringsIn(names['AWS']);
  // AWS documents that "*" and { "AWS": "*" } are equivalent.
  if (declared === '*' || identities.includes('*')) return () => 'direct';
  return (principal) => {
    if (principal.kind === 'service') return services.includes(principal.arn) ? 'direct' : 'none';
    const { role, arn } = principal;
    if (identities.includes(arn)) return 'session';
    if (identities.some((name) => name === role.arn || name === role.id)) return 'direct';
    return identities.some((name) => isAccount(name, role.accountId)) ? 'account' : 'none';
  };
};

const isAccount = (name: string, accountId: string): boolean =>
  name === accountId || name === `arn:aws:iam::${accountId}:root`;

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
};

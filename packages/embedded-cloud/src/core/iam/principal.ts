import { isObject, type JsonObject } from '../json-object';
import type { Access, RequestContext } from './access';
import { exactly } from './pattern';
import type { Role } from './role';

/** Who calls: a session of a role, or an AWS service that acts in its own name. */
export type Principal = RoleSession | ServicePrincipal;

/** What services ask about a principal. */
interface Restricted {
  /** Throws AccessDenied unless the principal has every permission. */
  readonly check: (...accesses: readonly Access[]) => void;
  /** Whether the principal has a permission. */
  readonly allows: (access: Access) => boolean;
}

/** A role that a service has assumed, such as the one of a function. */
export interface RoleSession extends Restricted {
  readonly kind: 'session';
  readonly role: Role;
  /** arn:aws:sts::…:assumed-role/<role>/<session> */
  readonly arn: string;
  /** The condition keys of the principal. */
  readonly context: RequestContext;
}

/** An AWS service, such as apigateway.amazonaws.com, on behalf of a resource. */
export interface ServicePrincipal extends Restricted {
  readonly kind: 'service';
  readonly arn: string;
  /** aws:SourceArn and aws:SourceAccount. */
  readonly context: RequestContext;
}

/**
 * How a statement names a principal: directly, or as one of its account. An Allow for the account grants nothing by
 * itself: it leaves the decision to the policies of the account's identities.
 */
export type PrincipalMatch = 'direct' | 'account' | 'none';

export type PrincipalMatcher = (principal: Principal) => PrincipalMatch;

/** Compiles the element Principal or NotPrincipal. */
export const toPrincipalMatcher = (statement: JsonObject): PrincipalMatcher => {
  if (!('NotPrincipal' in statement)) return matcherOf(statement['Principal']);
  const excluded = matcherOf(statement['NotPrincipal']);
  return (principal) => (excluded(principal) === 'none' ? 'direct' : 'none');
};

const matcherOf = (declared: unknown): PrincipalMatcher => {
  if (declared === '*') return () => 'direct';
  const names = isObject(declared) ? declared : {};
  const services = stringsIn(names['Service']);
  const identities = stringsIn(names['AWS']);
  return (principal) => {
    if (principal.kind === 'service') return services.includes(principal.arn) ? 'direct' : 'none';
    const { role, arn } = principal;
    const isNamed = identities.some(
      (name) => name === '*' || name === role.arn || name === role.id || exactly(name)(arn, {}),
    );
    if (isNamed) return 'direct';
    return identities.some((name) => isAccount(name, role.accountId)) ? 'account' : 'none';
  };
};

const isAccount = (name: string, accountId: string): boolean =>
  name === accountId || name === `arn:aws:iam::${accountId}:root`;

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
};

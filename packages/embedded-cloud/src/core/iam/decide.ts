import type { Access, RequestContext } from './access';
import type { Statement } from './policy';
import type { Principal } from './principal';
import { applies, type Role } from './role';

/** The outcome for one permission, with its reason as AWS words it. */
export type Decision =
  | { readonly isAllowed: true; readonly allowedBy: readonly Statement[] }
  | { readonly isAllowed: false; readonly reason: string };

/** The policy of a resource. */
export interface ResourcePolicy {
  readonly statements: readonly Statement[];
  /** Whether policies of identities count only if this policy leaves the decision to the account, as with KMS keys. */
  readonly mustDelegate: boolean;
}

/** The keys of every request. The endpoint is on loopback; the connection counts as the TLS connection that AWS would see. */
const EVERY_REQUEST: RequestContext = { 'aws:securetransport': 'true', 's3:tlsversion': '1.3' };

/**
 * Decides about one permission within an account: an explicit deny wins; otherwise a policy of the role or the policy of
 * the resource must allow. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const decide = (
  principal: Principal,
  { action, resource, context }: Access,
  policy: ResourcePolicy | undefined,
): Decision => {
  const keys: RequestContext = { ...EVERY_REQUEST, ...principal.context, ...context };
  const ofResource = policy ? ofResourcePolicy(policy, principal, action, resource, keys) : NO_MATCHES;
  const role = principal.kind === 'session' ? principal.role : undefined;
  const ofRole = role?.applicable(action, resource, keys) ?? [];
  const boundary = role?.withinBoundary(action, resource, keys);
  const denier = firstOf([
    [ofRole.some(isDeny), 'an identity-based policy'],
    [boundary?.some(isDeny), 'a permissions boundary'],
    [ofResource.denies, 'a resource-based policy'],
  ]);
  if (denier !== undefined) return { isAllowed: false, reason: `with an explicit deny in ${denier}` };
  const isNamed = ofResource.direct.length > 0;
  const missing = firstOf([
    [!isNamed && mustBeNamed(role, policy, ofResource), 'resource-based policy'],
    [!isNamed && ofRole.length === 0, 'identity-based policy'],
    // The boundary of a role does not limit what a policy allows to the session itself. Source:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    [boundary?.length === 0 && !ofResource.namesSession, 'permissions boundary'],
  ]);
  if (missing !== undefined) return { isAllowed: false, reason: `because no ${missing} allows the ${action} action` };
  return { isAllowed: true, allowedBy: [...ofResource.direct, ...ofRole] };
};

/** The text of the first condition that holds. */
const firstOf = (texts: readonly (readonly [holds: boolean | undefined, text: string])[]): string | undefined =>
  texts.find(([holds]) => holds)?.[1];

/** Whether policies of the identity do not count: a service has none, and a key may not delegate to them. */
const mustBeNamed = (
  role: Role | undefined,
  policy: ResourcePolicy | undefined,
  { delegates }: ResourceMatches,
): boolean => !role || (policy?.mustDelegate === true && !delegates);

interface ResourceMatches {
  readonly denies: boolean;
  /** The statements that allow the principal itself, by its role or its session. */
  readonly direct: readonly Statement[];
  /** Whether one of them names its session. */
  readonly namesSession: boolean;
  /** Whether a statement allows the account. */
  readonly delegates: boolean;
}

const NO_MATCHES: ResourceMatches = { denies: false, direct: [], namesSession: false, delegates: false };

const ofResourcePolicy = (
  { statements }: ResourcePolicy,
  principal: Principal,
  action: string,
  resource: string,
  context: RequestContext,
): ResourceMatches => {
  let [denies, delegates, namesSession] = [false, false, false];
  const direct: Statement[] = [];
  for (const statement of statements) {
    const match = statement.matchesPrincipal?.(principal) ?? 'none';
    if (match === 'none' || !statement.matchesAction(action) || !applies(statement, resource, context)) continue;
    if (!statement.isAllow) denies = true;
    else if (match === 'account') delegates = true;
    else direct.push(statement);
    namesSession ||= statement.isAllow && match === 'session';
  }
  return { denies, direct, namesSession, delegates };
};

const isDeny = ({ isAllow }: Statement): boolean => !isAllow;

import type { Access, RequestContext } from './access';
import type { Statement } from './policy';
import type { Principal } from './principal';
import { applies } from './role';

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
  const denier = [
    [ofRole.some(isDeny), 'an identity-based policy'],
    [boundary?.some(isDeny), 'a permissions boundary'],
    [ofResource.denies, 'a resource-based policy'],
  ].find(([denies]) => denies);
  if (denier) return { isAllowed: false, reason: `with an explicit deny in ${String(denier[1])}` };
  if (ofResource.direct.length > 0) return { isAllowed: true, allowedBy: [...ofResource.direct, ...ofRole] };
  const mustNameIt = !role || (policy?.mustDelegate === true && !ofResource.delegates);
  const missing = [
    [mustNameIt, 'resource-based policy'],
    [ofRole.length === 0, 'identity-based policy'],
    [boundary?.length === 0, 'permissions boundary'],
  ].find(([isMissing]) => isMissing);
  if (missing) return { isAllowed: false, reason: `because no ${String(missing[1])} allows the ${action} action` };
  return { isAllowed: true, allowedBy: ofRole };
};

interface ResourceMatches {
  readonly denies: boolean;
  /** The statements that allow the principal itself. */
  readonly direct: readonly Statement[];
  /** Whether a statement allows the account. */
  readonly delegates: boolean;
}

const NO_MATCHES: ResourceMatches = { denies: false, direct: [], delegates: false };

const ofResourcePolicy = (
  { statements }: ResourcePolicy,
  principal: Principal,
  action: string,
  resource: string,
  context: RequestContext,
): ResourceMatches => {
  let [denies, delegates] = [false, false];
  const direct: Statement[] = [];
  for (const statement of statements) {
    const match = statement.matchesPrincipal?.(principal) ?? 'none';
    if (match === 'none' || !statement.matchesAction(action) || !applies(statement, resource, context)) continue;
    if (!statement.isAllow) denies = true;
    else if (match === 'direct') direct.push(statement);
    else delegates = true;
  }
  return { denies, direct, delegates };
};

const isDeny = ({ isAllow }: Statement): boolean => !isAllow;

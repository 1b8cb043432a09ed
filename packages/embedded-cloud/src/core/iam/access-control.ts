import { createHash } from 'node:crypto';
import { type Access, policyHolder, type RequestContext } from './access';
import { type Decision, decide, type ResourcePolicy } from './decide';
import { AccessDenied } from './denial';
import { ResourceKeys } from './encryption';
import type { Statement } from './policy';
import type { Principal, RoleSession, ServicePrincipal } from './principal';
import type { Role } from './role';

/** What was decided about one permission. */
export interface DecisionRecord {
  readonly principal: Principal;
  readonly access: Access;
  readonly decision: Decision;
}

/** Which service assumes a role, and on behalf of what. */
export interface Assumption {
  /** Such as lambda.amazonaws.com. */
  readonly service: string;
  /** The condition key aws:SourceArn. @default - the service sends none */
  readonly sourceArn?: string;
  readonly sessionName: string;
}

/** Beyond these, new messages are not kept. */
const MAX_DENIALS = 1_000;

/** AWS documents that a session name has 2 to 64 of these characters. */
const NOT_IN_SESSION_NAMES = /[^\w+=,.@-]/g;

/**
 * The roles and policies of the cloud, and the decisions about calls. A caller is `undefined` when no policy restricts it:
 * a developer at the endpoint, whose credentials belong to no role, is the administrator of the account.
 */
export class AccessControl {
  private readonly roles = new Map<string, Role>();
  private readonly policies = new Map<string, ResourcePolicy>();
  /** The keys of encrypted resources: calls that address such a resource need permission for its key. */
  readonly keys: ResourceKeys;
  private readonly sessions = new Map<string, RoleSession>();
  private readonly listeners = new Set<(record: DecisionRecord) => void>();
  private readonly reported = new Set<string>();
  private readonly denied = new Map<string, number>();
  private readonly denialListeners = new Set<(message: string) => void>();

  /** `isEnforced`: whether anyone is restricted; false for services that a test runs without templates. */
  constructor(
    private readonly account: { readonly accountId: string; readonly region: string },
    private readonly isEnforced = true,
  ) {
    this.keys = new ResourceKeys(account);
  }

  /** What a deployment could not evaluate, such as unknown condition operators and roles that no template declares. */
  get problems(): readonly string[] {
    return [...this.reported];
  }

  /** The messages of denials with their number, for an operator: a background service has no caller who sees them. */
  get denials(): ReadonlyMap<string, number> {
    return this.denied;
  }

  /** Calls the listener with the message of each new denial; returns the function that unsubscribes it. */
  onDenial(listener: (message: string) => void): () => void {
    this.denialListeners.add(listener);
    return () => this.denialListeners.delete(listener);
  }

  /** Every role that the templates declare. */
  declaredRoles(): readonly Role[] {
    return [...this.roles.values()];
  }

  addRole(role: Role): void {
    this.roles.set(role.arn, role);
    this.report(...role.trust.flatMap(({ problems }) => problems));
  }

  role(arn: string): Role | undefined {
    return this.roles.get(arn);
  }

  /** Adds statements to the policy of a resource. `mustDelegate`: see ResourcePolicy. */
  attach(resourceArn: string, statements: readonly Statement[], mustDelegate = false): void {
    const existing = this.policies.get(resourceArn)?.statements ?? [];
    this.policies.set(resourceArn, { statements: [...existing, ...statements], mustDelegate });
    this.report(...statements.flatMap(({ problems }) => problems));
  }

  report(...problems: readonly string[]): void {
    for (const problem of problems) this.reported.add(problem);
  }

  /**
   * A session of a role that a service assumes; throws AccessDenied when the role does not trust the service. Undefined,
   * that is unrestricted, for a role that no template declares: its policies are not known.
   */
  assume(roleArn: string | undefined, { service, sourceArn, sessionName }: Assumption): RoleSession | undefined {
    if (!this.isEnforced || roleArn === undefined) return undefined;
    const role = this.roles.get(roleArn);
    if (!role) {
      this.report(
        `The role ${roleArn} is declared in no template of this cloud: what ${sessionName} does is not checked.`,
      );
      return undefined;
    }
    this.checkTrust(role, this.servicePrincipal(service, sourceArn));
    const name = sessionName.replace(NOT_IN_SESSION_NAMES, '-').slice(0, 64);
    return this.restrict({
      kind: 'session',
      role,
      arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
      context: {
        'aws:principalarn': role.arn,
        'aws:principalaccount': role.accountId,
        'aws:principaltype': 'AssumedRole',
        'aws:userid': `${role.id}:${name}`,
      },
    });
  }

  /** An AWS service that acts in its own name on behalf of a resource of this account; undefined when access is not enforced. */
  service(name: string, sourceArn: string): ServicePrincipal | undefined {
    return this.isEnforced ? this.servicePrincipal(name, sourceArn) : undefined;
  }

  /** The access key id that calls of a session are signed with; the administrator's when the session is undefined. */
  accessKeyOf(session: RoleSession | undefined): string {
    if (!session) return 'embedded';
    const digest = createHash('sha256').update(session.arn).digest('hex').slice(0, 16).toUpperCase();
    const accessKeyId = `ASIA${digest}`;
    this.sessions.set(accessKeyId, session);
    return accessKeyId;
  }

  /** The session whose access key this is; undefined for the administrator. */
  callerOf(accessKeyId: string): RoleSession | undefined {
    return this.sessions.get(accessKeyId);
  }

  decide(principal: Principal, access: Access): Decision {
    return decide(principal, access, this.policies.get(policyHolder(access.resource)));
  }

  /** Calls the listener with each decision; returns the function that unsubscribes it. */
  onDecision(listener: (record: DecisionRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Adds the checks to a principal. */
  private restrict<Kind extends RoleSession | ServicePrincipal>(principal: Omit<Kind, 'check' | 'allows'>): Kind {
    const restricted: Kind = Object.assign(principal, {
      check: (...accesses: readonly Access[]): void => this.check(restricted, accesses),
      allows: (access: Access): boolean => this.decide(restricted, access).isAllowed,
    }) as Kind;
    return restricted;
  }

  private check(principal: Principal, accesses: readonly Access[]): void {
    for (const access of accesses.flatMap((one) => [one, ...this.keys.accessesFor(one)])) {
      const decision = this.decide(principal, access);
      for (const listener of this.listeners) listener({ principal, access, decision });
      if (!decision.isAllowed) throw this.noted(new AccessDenied(principal, access, decision.reason));
    }
  }

  private noted(denial: AccessDenied): AccessDenied {
    const { message } = denial;
    const count = (this.denied.get(message) ?? 0) + 1;
    if (count > 1 || this.denied.size < MAX_DENIALS) this.denied.set(message, count);
    if (count === 1) for (const listener of this.denialListeners) listener(message);
    return denial;
  }

  private checkTrust(role: Role, principal: ServicePrincipal): void {
    const access = { action: 'sts:AssumeRole', resource: role.arn };
    const decision = decide(principal, access, { statements: role.trust, mustDelegate: false });
    if (!decision.isAllowed) throw this.noted(new AccessDenied(principal, access, decision.reason));
  }

  private servicePrincipal(name: string, sourceArn?: string): ServicePrincipal {
    return this.restrict({ kind: 'service', arn: name, context: this.sourceContext(sourceArn) });
  }

  private sourceContext(sourceArn?: string): RequestContext {
    return {
      'aws:sourceaccount': this.account.accountId,
      ...(sourceArn !== undefined && { 'aws:sourcearn': sourceArn }),
    };
  }
}

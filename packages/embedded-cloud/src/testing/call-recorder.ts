import type { Access, AccessControl, DecisionRecord, Principal, Role, Statement } from '../core/iam';

/** A permission that was decided about during a run, with the statements that allow it. */
interface RecordedCall {
  readonly principal: Principal & { readonly kind: 'session' };
  readonly access: Access;
  readonly allowedBy: readonly Statement[];
}

/** A statement of a role, with what the recorded calls show of it. */
export interface StatementUse {
  readonly role: string;
  readonly statement: Statement;
  /** A call that is denied without the statement; undefined when no recorded call needs it. */
  readonly neededBy: Access | undefined;
  /** The actions of the statement that no recorded call used. */
  readonly unusedActions: readonly string[];
}

/** Records the allowed calls of a run, to find out which statements of the roles they need. */
export class CallRecorder {
  /** One call for each role, action and set of statements: the others of the set say the same. */
  private readonly calls = new Map<string, RecordedCall>();

  constructor(private readonly access: AccessControl) {
    access.onDecision((record) => this.record(record));
  }

  /** Records a permission that the run did not ask for, such as one that is needed an hour after a failure. */
  add(role: Role, access: Access): void {
    const session = this.access.assume(role.arn, { service: serviceOf(role), sessionName: 'recorder' });
    if (session) this.record({ principal: session, access, decision: this.access.decide(session, access) });
  }

  /** The use of every statement of every declared role. */
  uses(): readonly StatementUse[] {
    return this.access.declaredRoles().flatMap((role) => role.policies.map((statement) => this.useOf(role, statement)));
  }

  private useOf(role: Role, statement: Statement): StatementUse {
    const calls = [...this.calls.values()].filter(({ principal }) => principal.role === role);
    const restore = role.suspend(statement);
    const needing = calls.find(({ principal, access }) => !this.access.decide(principal, access).isAllowed);
    restore();
    const used = calls.filter(({ allowedBy }) => allowedBy.includes(statement)).map(({ access }) => access.action);
    return {
      role: role.name,
      statement,
      neededBy: needing?.access,
      unusedActions: actionsOf(statement).filter((action) => !used.some((one) => isNamed(action, one))),
    };
  }

  private record({ principal, access, decision }: DecisionRecord): void {
    if (principal.kind !== 'session' || !decision.isAllowed) return;
    const { allowedBy } = decision;
    const key = [principal.role.arn, access.action, ...allowedBy.map(({ id }) => id)].join('|');
    if (!this.calls.has(key)) this.calls.set(key, { principal, access, allowedBy });
  }
}

const actionsOf = ({ declared }: Statement): readonly string[] => [declared['Action'] ?? []].flat().map(String);

const isNamed = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);

/** A service that the role trusts. */
const serviceOf = ({ trust }: Role): string => {
  const principal = trust[0]?.declared['Principal'];
  const services =
    typeof principal === 'object' && principal !== null && 'Service' in principal ? principal.Service : '';
  return String(Array.isArray(services) ? services[0] : services);
};

import type { Access, RequestContext } from './access';
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

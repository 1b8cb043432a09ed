import { ServiceError } from '../service-error';
import type { Access } from './access';
import type { Principal } from './principal';

/** A call that a policy denies, or that no policy allows. The gateway answers it with the service's own error code. */
export class AccessDenied extends ServiceError {
  constructor(
    readonly principal: Principal,
    readonly access: Access,
    reason: string,
  ) {
    const { action, resource, errorCode } = access;
    const user = principal.kind === 'session' ? `User: ${principal.arn}` : `Service: ${principal.arn}`;
    const target = resource === '*' ? '' : ` on resource: ${resource}`;
    super(errorCode ?? 'AccessDeniedException', `${user} is not authorized to perform: ${action}${target} ${reason}`);
  }
}

/** Decisions about calls: roles, policies, and what a call needs. */
export { type Access, each, type RequestContext } from './access';
export { AccessControl, type DecisionRecord } from './access-control';
export { AccessDenied } from './denial';
export { compilePolicy, type Statement } from './policy';
export type { Principal, RoleSession } from './principal';
export { Role } from './role';

export { type Account, isSettled } from './account';
export { type Audit, type AuditedEvent, isAudited, periodOf } from './audit';
export { balanceOf } from './balance';
export { LEDGER_METRICS } from './metrics';
export { LEDGER_PATHS, PATHS } from './paths';

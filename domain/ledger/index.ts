export { type Account, isSettled, PATHS } from './account';
export { type Audit, type AuditedEvent, isAudited, periodOf } from './audit';
export { balanceOf } from './balance';
export { LEDGER_METRICS } from './metrics';

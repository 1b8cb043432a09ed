export { CONFIRMATIONS_PREFIX } from './confirmations';
export { beginErasure, ERASURE_PHASES, type ErasurePhase, type ErasureRun } from './erasure';
export { ERASURE_METRICS } from './metrics';

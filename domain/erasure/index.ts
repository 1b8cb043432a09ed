export { beginErasure, type ErasureRun } from './erasure';
export { ERASURE_METRICS } from './metrics';

export { CONFIRMATIONS_PREFIX } from './confirmations';
export { beginErasure, ERASURE_PHASES, type ErasurePhase, type ErasureRun } from './erasure';
export { type ErasedStore, erasedStores, type RetainedData, retainedData, type ViewerStore } from './viewer-stores';
export { ERASURE_METRICS } from './metrics';

export { CONFIRMATIONS_PREFIX, SUPPRESSION_LIST_KEY } from './lake-keys';
export { beginErasure, ERASURE_PHASES, type ErasurePhase, type ErasureRun } from './erasure';
export { type ErasedStore, erasedStores, type RetainedData, retainedData, type ViewerStore } from './viewer-stores';
export { ERASURE_METRICS } from './metrics';

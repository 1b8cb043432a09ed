export { CONFIRMATIONS_PREFIX } from './lake-keys';
export { beginErasure, type ErasureRun } from './erasure';
export { erasedStores, retainedData, type ViewerStore } from './viewer-stores';
export { ERASURE_METRICS } from './metrics';

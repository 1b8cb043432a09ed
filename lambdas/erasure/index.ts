export { decodeErasureState, type ErasureState } from './erasure-log';
export type { ErasureRecord } from './erasure-record';
export type { Receipt } from './receipt';
export { readSuppression, SUPPRESSIONS_PREFIX } from './suppression';

export {
  decodeErasureState,
  decodePseudonymsAnswer,
  decodeRequestAnswer,
  type ErasureState,
  type PseudonymsAnswer,
} from './erasure-answers';
export type { ErasureRecord } from './erasure-record';
export type { Receipt } from './receipt';
export { readSuppression, requestIdOf, SUPPRESSIONS_PREFIX } from './suppression';
export { confirmationKey, type RowsRemoved, writeConfirmation } from './warehouse-confirmation';

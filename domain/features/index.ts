export { mergeCatalog } from './catalog/merge-catalog';
export { type CatalogProblem, readCatalog } from './catalog/read-catalog';
export { decodeSession, encodeSession } from './feature-codec';
export { FEATURES_METRICS } from './metrics';
export { profileOf } from './profile';
export { foldSession, type SessionRecord } from './session-record';
export { type Affinity, featuresOf, type ViewerFeatures } from './viewer-features';
export type { WatchEvent } from './watch-event';

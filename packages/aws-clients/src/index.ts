export { chunksOf, mapConcurrently } from './chunks';
export { clientSettings } from './client-settings';
export { type Credentials, embeddedPlace, type Place, type PlaceSettings, placeSettings } from './place';
export { StatementFailed } from './poll-statement';
export { type PutEntries, retryEntries, type RetryPolicy } from './retry-entries';

export { acceptEvents } from './accept-events';
export { bucketOf, saltOf } from './buckets';
export { QUARANTINED_PATH } from './ledger-path';
export { INGEST_METRICS } from './metrics';
export { type PackedRecord, packEvents, watermarkRecord } from './pack-events';
export { type Keyring, pseudonymOf, pseudonymsOf } from './pseudonyms/keyring';
export { readRequest } from './read-request';
export { type Hash64, hash64 } from './hash64';
export { eventReader, readRecord, unpackEvents, type UnreadableRecord } from './unpack-events';

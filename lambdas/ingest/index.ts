export { putToStream } from './event-stream';
export { cachedKeyring, readKeyring } from './keyring-secret';

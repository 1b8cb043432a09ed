export { putToStream } from './event-stream';
export { cachedKeyring, readKeyring } from './keyring-secret';
export { suppressedViewers, suppressViewer, type Suppression } from './suppressed-viewers';
export { suppressionKey } from './suppression-key';

import { createHmac } from 'node:crypto';
import type { Pseudonym } from '../../families';

/** Every key that ever made pseudonyms, by id: after a rotation, an old pseudonym can still be traced to its key. */
export interface Keyring {
  readonly current: { readonly id: string; readonly key: string };
  readonly keys: ReadonlyMap<string, string>;
}

const KEY_ID = /^k\d{1,9}$/;

/** Reads the secret `{"current": "k2", "k1": "…", "k2": "…"}`; throws if it has another form. The error never quotes a key. */
export const parseKeyring = (secret: string): Keyring => {
  const value = parseJson(secret);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const keys = new Map<string, string>();
  for (const [id, key] of entries)
    if (KEY_ID.test(id) && typeof key === 'string' && key.length >= 32) keys.set(id, key);
  const id: unknown = entries.find(([name]) => name === 'current')?.[1];
  const key = typeof id === 'string' ? keys.get(id) : undefined;
  if (typeof id !== 'string' || key === undefined) {
    throw new Error('The pseudonym secret must be {"current": "k<n>", "k<n>": "<at least 32 characters>", …}.');
  }
  return { current: { id, key }, keys };
};

/** Undefined for text that is not JSON: the parser's own message would quote the secret. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The next value of the secret: the keyring with one more key, which becomes the current one. */
export const rotateKeyring = (keyring: Keyring, newKey: string): string => {
  const newest = Math.max(...[...keyring.keys.keys()].map((id) => Number(id.slice(1))));
  const id = `k${newest + 1}`;
  return JSON.stringify({ ...Object.fromEntries(keyring.keys), [id]: newKey, current: id });
};

/** HMAC-SHA-256 of a viewer's id under the current key, base64url. A viewer's pseudonym changes only with a rotation. */
export const pseudonymOf = ({ current }: Keyring, viewerId: string): Pseudonym =>
  pseudonymUnder(current.id, current.key, viewerId);

/** The viewer's pseudonyms under all keys, the current key's first: events of the viewer may be stored under any of them. */
export const pseudonymsOf = (keyring: Keyring, viewerId: string): readonly Pseudonym[] =>
  [keyring.current, ...[...keyring.keys].flatMap(([id, key]) => (id === keyring.current.id ? [] : [{ id, key }]))].map(
    ({ id, key }) => pseudonymUnder(id, key, viewerId),
  );

const pseudonymUnder = (keyId: string, key: string, viewerId: string): Pseudonym => ({
  value: createHmac('sha256', key).update(viewerId, 'utf8').digest('base64url'),
  keyId,
});

import fc from 'fast-check';
import { parseKeyring, pseudonymOf, rotateKeyring } from '../../../../domain/ingest/pseudonyms/keyring';
import { texts } from '../../../support/events';

const KEY = 'a-secret-of-at-least-32-characters';
const keyring = parseKeyring(JSON.stringify({ current: 'k1', k1: KEY }));

it('a secret contains its keys and the id of the current key', () => {
  const parsed = parseKeyring(JSON.stringify({ current: 'k2', k1: KEY, k2: `${KEY}!` }));
  expect(parsed.current).toEqual({ id: 'k2', key: `${KEY}!` });
  expect([...parsed.keys.keys()]).toEqual(['k1', 'k2']);
});

it.each([
  ['is empty', ''],
  ['is not JSON', KEY],
  ['is truncated', `{"current": "k1", "k1": ${KEY}`],
  ['is null', 'null'],
  ['is a list', JSON.stringify([KEY])],
  ['has no current key', JSON.stringify({ k1: KEY })],
  ['lacks the current key', JSON.stringify({ current: 'k2', k1: KEY })],
  ['has a short current key', JSON.stringify({ current: 'k1', k1: KEY.slice(0, 31) })],
  ['has a current key of another name', JSON.stringify({ current: 'constructor', constructor: KEY })],
])('a secret that %s is refused, and the error does not quote it', (_, secret) => {
  const error = errorOf(() => parseKeyring(secret));
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).not.toContain(KEY.slice(0, 5));
});

const errorOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

it('a pseudonym is HMAC-SHA-256 of the id under the current key, base64url', () => {
  // echo -n 'alice@example.com' | openssl dgst -sha256 -hmac 'a-secret-of-at-least-32-characters' -binary | base64url
  expect(pseudonymOf(keyring, 'alice@example.com')).toEqual({
    value: 'l8jDweHCydebxUP_Og7d0b5fNhuTXk8tB98_NOKpqu4',
    keyId: 'k1',
  });
});

it('different viewers have different pseudonyms of the same length', () => {
  fc.assert(
    fc.property(texts(128), texts(128), (one, other) => {
      const [a, b] = [pseudonymOf(keyring, one).value, pseudonymOf(keyring, other).value];
      expect(a === b).toBe(one === other);
      expect(a).toMatch(/^[\w-]{43}$/);
    }),
  );
});

it('a rotation makes the new key the current one and keeps every old one under its id', () => {
  let rotated = keyring;
  for (let n = 2; n <= 12; n++) rotated = parseKeyring(rotateKeyring(rotated, `${KEY}-${n}`));
  expect(rotated.current).toEqual({ id: 'k12', key: `${KEY}-12` });
  expect(rotated.keys.size).toBe(12);
  expect(rotated.keys.get('k1')).toBe(KEY);
  expect(rotated.keys.get('k9')).toBe(`${KEY}-9`);
  expect(pseudonymOf(rotated, 'alice')).not.toEqual(pseudonymOf(keyring, 'alice'));
});

import fc from 'fast-check';
import { hash64 } from '../../../domain/ingest';
import type { ContentSessions } from '../../../domain/live/collect-presence';
import { decodePresence, encodePresence } from '../../../domain/live/presence-codec';
import { texts } from '../../support/events';

const DYNAMODB_ITEM_BYTES = 400 * 1024;

/** Every session of some payloads as "content hash attributes", sorted. */
const decoded = (payloads: readonly Buffer[]): string[] => {
  const sessions: string[] = [];
  for (const payload of payloads) {
    decodePresence(payload, (contentId, { high, low }, attributes) =>
      sessions.push(`${contentId} ${high} ${low} ${attributes}`),
    );
  }
  return sessions.sort();
};

const expected = (contents: ContentSessions): string[] =>
  [...contents]
    .flatMap(([contentId, sessions]) => [...sessions].map((session) => [contentId, ...session] as const))
    .map(([contentId, sessionId, attributes]) => {
      const { high, low } = hash64(sessionId);
      return `${contentId} ${high} ${low} ${attributes}`;
    })
    .sort();

const manySessions = (count: number, prefix = ''): Map<string, number> =>
  new Map(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, n % 12]));

it('encoded presence decodes to the same sessions, for any names of titles', () => {
  const sessions = fc.array(fc.tuple(texts(64), fc.nat(11)), { maxLength: 8 }).map((some) => new Map(some));
  const contents = fc.array(fc.tuple(texts(128), sessions), { maxLength: 6 }).map((some) => new Map(some));
  fc.assert(fc.property(contents, (some) => expect(decoded(encodePresence(some))).toEqual(expected(some))));
});

it('no sessions need no payload', () => {
  expect(encodePresence(new Map())).toEqual([]);
});

it.each([
  ['the sessions of one title with 100,000 viewers', new Map([['hit', manySessions(100_000)]])],
  [
    'the sessions of thousands of titles',
    new Map(Array.from({ length: 3_000 }, (_, n) => [`title-${n}`, manySessions(20, `${n}-`)])),
  ],
  [
    'the sessions of a full payload and some more',
    new Map([
      ['hit', manySessions(33_219)],
      ['flop', manySessions(200, 'f')],
    ]),
  ],
])('%s are split into payloads that each fit an item', (_, contents) => {
  const payloads = encodePresence(contents);
  expect(payloads.length).toBeGreaterThan(1);
  for (const payload of payloads) expect(payload.length).toBeLessThan(DYNAMODB_ITEM_BYTES - 50_000);
  expect(decoded(payloads)).toEqual(expected(contents));
});

it('the same presence gives the same bytes, so a redelivered batch overwrites its own item', () => {
  const contents = new Map([
    ['a', manySessions(10)],
    ['b', manySessions(10)],
  ]);
  expect(encodePresence(contents)).toEqual(encodePresence(new Map([...contents])));
});

it('bytes of another format or length are refused', () => {
  const [payload = Buffer.alloc(0)] = encodePresence(new Map([['a', manySessions(3)]]));
  expect(() => decoded([Buffer.concat([Buffer.of(2), payload.subarray(1)])])).toThrow('format 2');
  expect(() => decoded([payload.subarray(0, -1)])).toThrow('out of range');
  expect(() => decoded([Buffer.alloc(0)])).toThrow();
});

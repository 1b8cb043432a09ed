import fc from 'fast-check';
import { scrub } from '../../../domain/pseudonyms/scrub';
import { anEvent, without } from '../../support/events';

const pseudonymOf = (viewerId: string) => ({ value: `pseudonym of ${viewerId.length}`, keyId: 'k1' });
const scrubbed = (value: unknown): unknown => scrub(value, pseudonymOf);
const RAW = 'alice@example.com';

test("a viewer's id becomes its pseudonym, with the key's id beside it, and plain fields stay as they are", () => {
  const others = without(anEvent({ experiments: [{ id: 'e', variant: 'b' }] }), 'viewer_id');
  expect(scrubbed({ ...others, viewer_id: RAW })).toEqual({
    ...others,
    viewer_id: 'pseudonym of 17',
    viewer_key_id: 'k1',
  });
});

test.each([
  ['a list', [RAW], '[array of 1]'],
  ['an object', { id: RAW }, '[object of 1]'],
  ['a number', 12345, '[number]'],
  ['null', null, null],
])('a viewer id that is %s is only described, for it may name a viewer all the same', (_, id, description) => {
  expect(scrubbed({ viewer_id: id })).toEqual({ viewer_id: description });
});

test.each([
  ['under another name', { viewerId: RAW }],
  ['within a field', { content_id: { viewer_id: RAW } }],
  ['within experiments', { experiments: [{ id: 'a', variant: 'b', viewer: RAW }] }],
  ['in JSON within a string', `{"viewer_id":"${RAW}"}`],
  ['in a list', [RAW]],
  ['under a name that reaches for a prototype', JSON.parse(`{"__proto__": {"viewer_id": "${RAW}"}}`) as unknown],
])('a viewer id %s does not survive', (_, event) => {
  expect(JSON.stringify(scrubbed(event))).not.toContain(RAW);
});

test('a depth bomb is described, not followed', () => {
  const bomb = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown;
  expect(scrubbed(bomb)).toEqual({ a: '[array of 1]' });
});

test('whatever a client makes up, nothing of an unknown field survives but its name and kind', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().map((name) => `x-${name}`),
        fc.jsonValue(),
      ),
      (event) => {
        for (const value of Object.values(scrubbed(event) as object)) {
          expect(
            value === null || /^\[(string|array|object) of \d+\]$|^\[(number|boolean)\]$/.test(String(value)),
          ).toBe(true);
        }
      },
    ),
  );
});

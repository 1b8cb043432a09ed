import fc from 'fast-check';
import { VIEWING } from '../../../../domain/families/viewing';
import { scrub } from '../../../../domain/ingest/pseudonyms/scrub';
import { anEvent, without } from '../../../support/events';

const pseudonymOf = (viewerId: string) => ({ value: `pseudonym of ${viewerId.length}`, keyId: 'k1' });
const scrubbed = (value: unknown): unknown => scrub(value, VIEWING, pseudonymOf);
const RAW = 'alice@example.com';

it("a viewer's id is replaced by a pseudonym and the id of its key, and valid fields stay unchanged", () => {
  const others = without(anEvent({ experiments: [{ id: 'e', variant: 'b' }] }), 'viewer_id');
  expect(scrubbed({ ...others, viewer_id: RAW })).toEqual({
    ...others,
    viewer_id: 'pseudonym of 17',
    viewer_key_id: 'k1',
  });
});

it.each([
  ['a list', [RAW], '[array of 1]'],
  ['an object', { id: RAW }, '[object of 1]'],
  ['a number', 12345, '[number]'],
  ['null', null, null],
])('a viewer id that is %s is only described, because it may still name a viewer', (_, id, description) => {
  expect(scrubbed({ viewer_id: id })).toEqual({ viewer_id: description });
});

it('a viewer id is only described if the viewer has denied consent', () => {
  const others = without(anEvent({ consent: 'denied' }), 'viewer_id');
  expect(scrubbed({ ...others, viewer_id: RAW })).toEqual({ ...others, viewer_id: '[string of 17]' });
});

it.each([
  ['under another name', { viewerId: RAW }],
  ['within a field', { content_id: { viewer_id: RAW } }],
  ['within experiments', { experiments: [{ id: 'a', variant: 'b', viewer: RAW }] }],
  ['in JSON within a string', `{"viewer_id":"${RAW}"}`],
  ['in a list', [RAW]],
  ['as a name', { [RAW]: 1, [`${RAW}2`]: 1 }],
  ['in place of a UUID', { event_id: RAW }],
  ['in place of a device class', { device_type: RAW }],
  ['in place of a number', { sequence: RAW, playback_rate: RAW }],
  ['in an error message', { error_code: 'E1', error_message: `no entitlement for ${RAW}` }],
  ['in a title that is too long', { content_id: RAW.repeat(10) }],
  ['under the name __proto__', JSON.parse(`{"__proto__": {"viewer_id": "${RAW}"}}`) as unknown],
])('a viewer id %s is removed', (_, event) => {
  expect(JSON.stringify(scrubbed(event))).not.toContain(RAW);
});

it('an out-of-range number and the name of an unknown field are kept, because they show what the player did wrong', () => {
  expect(scrubbed({ interval_ms: 130_000, sequence: -1, bufferLength: 12 })).toEqual({
    ...{ interval_ms: 130_000, sequence: -1 },
    bufferLength: '[number]',
  });
});

it('a number in place of a text may be an id and is only described', () => {
  expect(scrubbed({ content_id: 4711, session_id: 4712 })).toEqual({ content_id: '[number]', session_id: '[number]' });
});

it('a deeply nested value is described without recursion', () => {
  const bomb = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown;
  expect(scrubbed(bomb)).toEqual({ a: '[array of 1]' });
});

it('of an unknown field, only the name and the kind of its value are kept', () => {
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

it('an event of a family without a person keeps its valid fields, and a viewer id that it should not have is removed', () => {
  const { name, version, fields, subject, table } = VIEWING.definition;
  const sentFields = new Map([...VIEWING.sentFields].filter(([name]) => name !== 'viewer_id'));
  const event = without(anEvent({ viewer_id: RAW }), 'experiments');
  const definition = { name, version, fields, subject, table };
  expect(scrub(event, { definition, sentFields }, pseudonymOf)).toEqual({ ...event, viewer_id: '[string of 17]' });
});

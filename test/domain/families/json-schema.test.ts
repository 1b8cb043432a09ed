import Ajv from 'ajv';
import fc from 'fast-check';
import { isIssue, jsonSchemaOf } from '../../../domain/families';
import { VIEWING, VIEWING_DEFINITION } from '../../../domain/families/viewing';
import { anEvent, playerEvents, without } from '../../support/events';

// Ajv 6 does not support draft 2020-12, but it supports every keyword that the schema uses.
const accepts = new Ajv().compile({ ...jsonSchemaOf(VIEWING_DEFINITION), $schema: undefined });
const ERROR_EVENT = { ...anEvent({ event: 'error' }), error_code: 'E1', error_fatal: true, error_business: false };
const REQUEST = without(anEvent({ event: 'play_request' }), 'interval_ms', 'state');

describe('The JSON Schema of viewing events', () => {
  it('accepts every event that the validator accepts', () => {
    fc.assert(
      fc.property(playerEvents(), (event) => {
        expect(isIssue(VIEWING.parse(event))).toBe(false);
        expect(accepts(event)).toBe(true);
      }),
    );
  });

  it.each([
    ['a heartbeat', anEvent()],
    ['an event of an anonymous viewer', without(anEvent(), 'viewer_id')],
    ['an error', ERROR_EVENT],
    ['a play_request without an interval', REQUEST],
    ['a first frame', anEvent({ event: 'playing', state: 'starting', startup_ms: 900 })],
    ['assignments', anEvent({ experiments: [{ id: 'autoplay', variant: 'b' }] })],
    ['an ad in a break', anEvent({ ad_break_id: 'break-1', ad_position: 'midroll', ad_id: 'ad-1' })],
  ])('accepts %s, like the validator', (_, event) => {
    expect(isIssue(VIEWING.parse(event))).toBe(false);
    expect(accepts(event)).toBe(true);
  });

  it.each([
    ['an event without a title', without(anEvent(), 'content_id')],
    ['an unknown field', { ...anEvent(), received_at: 1 }],
    ['an interval that is too long', anEvent({ interval_ms: 120_001 })],
    ['a fraction', anEvent({ sequence: 0.5 })],
    ['an id that is not a UUID', anEvent({ event_id: 'x' })],
    ['an unknown device class', { ...anEvent(), device_type: 'fridge' }],
    ['an empty text', anEvent({ content_id: '' })],
    ['a country in lower case', anEvent({ country: 'de' })],
    [
      'a 17th assignment',
      anEvent({ experiments: Array.from({ length: 17 }, (_, n) => ({ id: `${n}`, variant: 'a' })) }),
    ],
    ['an assignment with a weight', { ...anEvent(), experiments: [{ id: 'autoplay', variant: 'b', weight: 1 }] }],
    ['a heartbeat without an interval', without(anEvent(), 'interval_ms')],
    ['a play_request with an interval', anEvent({ event: 'play_request' })],
    ['an error without a code', without(ERROR_EVENT, 'error_code')],
    ['an ad outside a break', anEvent({ ad_id: 'ad-1' })],
    ['a licence without a DRM system', anEvent({ licence_ms: 300 })],
    ['a first frame without its startup time', anEvent({ event: 'playing', state: 'starting' })],
  ])('refuses %s, like the validator', (_, event) => {
    expect(isIssue(VIEWING.parse(event))).toBe(true);
    expect(accepts(event)).toBe(false);
  });
});

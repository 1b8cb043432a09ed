import fc from 'fast-check';
import { columnsOf, isIssue, type Issue } from '../../../../domain/families';
import { VIEWING } from '../../../../domain/families/viewing/viewing-family';
import {
  AD_POSITIONS,
  CONSENT_STATES,
  DEVICE_TYPES,
  DRM_SYSTEMS,
  EVENT_NAMES,
  NETWORK_TYPES,
  PLAYBACK_STATES,
} from '../../../../domain/families/viewing/vocabulary';
import { anEvent, playerEvents, without } from '../../../support/events';

/** The issue of an event that differs from a valid one in these fields; undefined if it is valid. */
const issueWith = (fields: object): Issue | undefined => issueOf({ ...ERROR_EVENT, ...fields });
const issueOf = (value: unknown): Issue | undefined => {
  const result = VIEWING.parse(value);
  return isIssue(result) ? result : undefined;
};

/** An error event has every conditional field except `startup_ms`, which is optional on it. */
const BARE_ERROR = { ...anEvent({ event: 'error' }), error_code: 'E1', error_fatal: true, error_business: false };
/** An event with every field that another field needs. */
const ERROR_EVENT = { ...BARE_ERROR, ad_break_id: 'break-1', drm_system: 'widevine', player_name: 'hls.js' };
const NEEDS = [
  ['ad_position', 'midroll', 'ad_break_id'],
  ['ad_id', 'ad-1', 'ad_break_id'],
  ['ad_pod_position', 1, 'ad_break_id'],
  ['licence_ms', 300, 'drm_system'],
  ['player_version', '1.7.4', 'player_name'],
  ['error_message', 'The decoder stopped.', 'error_code'],
] as const;

const FIELDS = [...VIEWING.sentFields.keys()];
const REQUIRED = [
  ...['event_id', 'event', 'event_ts', 'sequence', 'session_id', 'content_id', 'device_type', 'stream_type'],
];
const TEXTS = [
  ['session_id', 64],
  ['content_id', 128],
  ['viewer_id', 128],
  ['platform', 128],
  ['app_version', 128],
  ['cdn', 128],
  ['error_code', 128],
  ['ad_break_id', 64],
  ['ad_id', 128],
  ['player_name', 64],
  ['player_version', 64],
  ['error_message', 160],
  ['view_id', 64],
] as const;
const COUNTS = ['sequence', 'bitrate_kbps', 'throughput_kbps', 'stall_count', 'dropped_frames'];
const TIMES = [
  ...['event_ts', 'interval_ms', 'playhead_ms', 'buffer_ms', 'stall_ms', 'startup_ms'],
  ...['licence_ms', 'live_latency_ms'],
];
const INTEGERS = [...COUNTS, ...TIMES];
const ENUMS = [
  ['event', EVENT_NAMES],
  ['state', PLAYBACK_STATES],
  ['device_type', DEVICE_TYPES],
  ['stream_type', ['vod', 'live']],
  ['ad_position', AD_POSITIONS],
  ['drm_system', DRM_SYSTEMS],
  ['network_type', NETWORK_TYPES],
  ['consent', CONSENT_STATES],
] as const;
const INVALID_NUMBERS = ['1e999', '-1e999', '-0', '9007199254740993', '-1', '1e300'];
const EMPTY_LIST: unknown[] = [];
const OTHER_TYPES: readonly unknown[] = [null, true, EMPTY_LIST, {}, [7], { valueOf: 7 }];
/** The value of OTHER_TYPES that is valid for a field. */
const VALID_VALUES: Readonly<Record<string, unknown>> = {
  error_fatal: true,
  error_business: true,
  remote_playback: true,
  experiments: EMPTY_LIST,
};

/** The columns of raw in the first release. */
const FIRST_COLUMNS = [
  ...['event_id', 'event', 'event_ts', 'sequence', 'session_id', 'content_id', 'viewer_id', 'viewer_key_id'],
  ...['interval_ms', 'state', 'playhead_ms', 'playback_rate', 'device_type', 'platform', 'app_version', 'country'],
  ...['cdn', 'stream_type', 'bitrate_kbps', 'throughput_kbps', 'buffer_ms', 'stall_count', 'stall_ms', 'startup_ms'],
  ...['dropped_frames', 'error_code', 'error_fatal', 'error_business', 'experiments', 'received_at'],
  ...['client_event_ts', 'schema'],
];

it('A new field follows all others, because the warehouse loads the columns of a file by their position', () => {
  const columns = Object.keys(columnsOf(VIEWING.definition.fields, 'raw'));
  expect(columns.slice(0, FIRST_COLUMNS.length)).toEqual(FIRST_COLUMNS);
});

describe('The fields of docs/events.md', () => {
  it('are all known, and no other field is', () => {
    const tested = [...TEXTS.map(([name]) => name), ...INTEGERS, ...ENUMS.map(([name]) => name)];
    const others = [
      ...['event_id', 'playback_rate', 'country', 'error_fatal', 'error_business', 'experiments'],
      ...['ad_pod_position', 'remote_playback'],
    ];
    expect(FIELDS.sort()).toEqual([...tested, ...others].sort());
  });

  it.each(REQUIRED)('include %s, which is named if it is missing', (name) => {
    expect(issueOf(without(ERROR_EVENT, name))).toEqual({ field: name, reason: 'is required' });
  });

  it.each(FIELDS)('include %s, which is named if it has another type', (name) => {
    for (const value of OTHER_TYPES.filter((other) => other !== VALID_VALUES[name])) {
      expect(issueWith({ [name]: value })).toMatchObject({ field: name });
    }
  });
});

describe('The validator of numbers', () => {
  it.each(INTEGERS)('accepts 0 and whole numbers for %s', (name) => {
    expect(issueWith({ [name]: 0 })).toBeUndefined();
    expect(issueWith({ [name]: 1_000 })).toBeUndefined();
  });

  it.each(COUNTS)('refuses fractions for %s', (name) => {
    expect(issueWith({ [name]: 0.5 })?.field).toBe(name);
  });

  it.each(TIMES)('rounds fractions of a millisecond for %s, which browsers measure', (name) => {
    expect(VIEWING.parse({ ...ERROR_EVENT, [name]: 1_000.4 })).toEqual({ ...ERROR_EVENT, [name]: 1_000 });
    for (const value of [-0.4, -1.5, 1e300]) expect(issueWith({ [name]: value })?.field).toBe(name);
  });

  it('rounds before it compares with a bound', () => {
    expect(issueWith({ interval_ms: 120_000.4 })).toBeUndefined();
    expect(issueWith({ interval_ms: 120_000.6 })?.field).toBe('interval_ms');
  });

  it.each(INTEGERS)('refuses text and every JSON number that is no valid number for %s', (name) => {
    for (const value of ['7', NaN, Infinity]) expect(issueWith({ [name]: value })?.field).toBe(name);
    for (const text of INVALID_NUMBERS) {
      expect(issueWith({ [name]: JSON.parse(text) as unknown })?.field).toBe(name);
    }
  });

  it('refuses an interval of more than 120 seconds, so that a sleeping laptop adds no hours', () => {
    expect(issueWith({ interval_ms: 120_000 })).toBeUndefined();
    expect(issueWith({ interval_ms: 120_001 })?.reason).toBe(
      'must be a number from 0 to 120000; fractions are rounded, in ms; ' +
        'if more time has passed, as after a sleep or with a throttled timer, send 0, or one event for each 120 s',
    );
  });

  it('accepts fractions for playback_rate, but no infinite or negative number and no negative zero', () => {
    expect(issueWith({ playback_rate: 0.5 })).toBeUndefined();
    for (const value of [NaN, Infinity, -1, -0, 65, '1']) expect(issueWith({ playback_rate: value })).toBeDefined();
  });
});

describe('The validator of plausibility', () => {
  it('refuses a bitrate that no video has, because it is in another unit', () => {
    expect(issueWith({ bitrate_kbps: 128_000 })).toBeUndefined();
    expect(issueWith({ bitrate_kbps: 5_000_000 })?.reason).toContain('from 0 to 200000');
  });

  const firstFrame = (fields: object) =>
    issueOf({ ...anEvent({ event: 'playing', state: 'starting', sequence: 1, interval_ms: 500 }), ...fields });

  it('refuses a startup that took longer than the session is old', () => {
    expect(firstFrame({ startup_ms: 500 })).toBeUndefined();
    expect(firstFrame({ startup_ms: 1_400 })).toBeUndefined(); // rounding and other clocks
    expect(firstFrame({ startup_ms: 86_400_000 })).toEqual({
      field: 'startup_ms',
      reason: 'is 86400000, but at event 1 the session is at most 500 ms old; send ms since play_request',
    });
  });

  it('refuses more stalled time than the session is old', () => {
    const secondInterval = { event: 'heartbeat', state: 'playing', sequence: 2, interval_ms: 11_000 } as const;
    expect(issueOf(anEvent({ ...secondInterval, stall_ms: 131_000 }))).toBeUndefined();
    expect(issueOf(anEvent({ ...secondInterval, stall_ms: 600_000 }))?.field).toBe('stall_ms');
  });
});

describe('The validator of texts', () => {
  it.each(TEXTS)('accepts for %s 1 to %d characters', (name, longest) => {
    expect(issueWith({ [name]: 'x' })).toBeUndefined();
    expect(issueWith({ [name]: 'x'.repeat(longest) })).toBeUndefined();
    for (const length of [0, longest + 1, 10_000]) {
      const issue = issueWith({ [name]: 'x'.repeat(length) });
      expect(issue?.field).toBe(name);
      expect(issue?.reason).toContain(`1 to ${longest} characters`);
    }
  });

  it.each(TEXTS)('accepts every script for %s', (name) => {
    for (const text of ['Übermaß', 'Ελλάδα', 'Москва', 'עברית', 'العربية', 'हिन्दी', '日本語', '한국어', '👩‍👩‍👧', '𐍈']) {
      expect(issueWith({ [name]: text })).toBeUndefined();
    }
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('treats %s like any other text', (text) => {
    for (const [name] of TEXTS) expect(issueWith({ [name]: text })).toBeUndefined();
    for (const [name] of ENUMS) expect(issueWith({ [name]: text })?.field).toBe(name);
  });

  it.each(ENUMS)('accepts for %s only its own values, in their exact spelling', (name, words) => {
    for (const word of words) {
      const event = { ...ERROR_EVENT, startup_ms: 1, [name]: word };
      expect(issueOf(word === 'play_request' ? withoutInterval(event) : event)).toBeUndefined();
    }
    for (const word of ['', 'PLAYING', 'VOD', 'Web', 'playing ', 'fridge']) {
      expect(issueWith({ [name]: word })?.field).toBe(name);
    }
  });

  it('accepts for event_id only a UUID of 36 characters', () => {
    expect(issueWith({ event_id: '018F4E9C-5B1A-7C3E-9D2F-3A4B5C6D7E8F' })).toBeUndefined();
    for (const id of ['', '018f4e9c5b1a7c3e9d2f3a4b5c6d7e8f', '018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7e8g', 'x'.repeat(36)]) {
      expect(issueWith({ event_id: id })?.field).toBe('event_id');
    }
    expect(issueWith({ event_id: `${ERROR_EVENT.event_id}\n` })?.field).toBe('event_id');
  });

  it('accepts for country only two capital letters', () => {
    expect(issueWith({ country: 'DE' })).toBeUndefined();
    for (const code of ['', 'de', 'DEU', 'D1', 'ÄÖ', 'DE\n']) expect(issueWith({ country: code })).toBeDefined();
  });
});

describe('Experiments', () => {
  const assignment = { id: 'autoplay', variant: 'B' };

  it('have at most 16 assignments', () => {
    expect(issueWith({ experiments: [] })).toBeUndefined();
    expect(issueWith({ experiments: Array.from({ length: 16 }, () => assignment) })).toBeUndefined();
    expect(issueWith({ experiments: Array.from({ length: 17 }, () => assignment) })?.field).toBe('experiments');
  });

  it.each([
    null,
    'autoplay',
    ['autoplay', 'B'],
    { id: 'autoplay' },
    { ...assignment, id: '' },
    { ...assignment, variant: 7 },
    { ...assignment, variant: 'x'.repeat(129) },
    { ...assignment, weight: 1 },
    JSON.parse('{"id": "autoplay", "__proto__": {"variant": "B"}}') as unknown,
  ])('accept only objects of id and variant, so not %j', (wrong) => {
    expect(issueWith({ experiments: [assignment, wrong] })?.field).toBe('experiments');
  });
});

const withoutInterval = (event: object): object => without(event, 'interval_ms', 'state');

describe('The validator of dependent fields', () => {
  it('requires an interval on every event except play_request', () => {
    for (const event of EVENT_NAMES.filter((name) => name !== 'play_request')) {
      expect(issueOf(withoutInterval({ ...ERROR_EVENT, event }))).toMatchObject({ field: 'interval_ms' });
    }
    expect(issueOf(without(ERROR_EVENT, 'state'))).toMatchObject({ field: 'state' });
  });

  it('refuses an interval on a play_request', () => {
    const request = withoutInterval({ ...ERROR_EVENT, event: 'play_request' });
    expect(issueOf(request)).toBeUndefined();
    expect(issueOf({ ...request, interval_ms: 0 })).toMatchObject({ field: 'interval_ms' });
    expect(issueOf({ ...request, state: 'starting' })?.reason).toContain('absent');
  });

  it.each(['error_code', 'error_fatal', 'error_business'])('requires %s on an error', (name) => {
    expect(issueOf(without(BARE_ERROR, name))).toMatchObject({ field: name });
  });

  it('requires startup_ms on the first frame and not on a resumed playback', () => {
    expect(issueOf(anEvent({ event: 'playing', state: 'starting' }))).toMatchObject({ field: 'startup_ms' });
    expect(issueOf(anEvent({ event: 'playing', state: 'starting', startup_ms: 800 }))).toBeUndefined();
    expect(issueOf(anEvent({ event: 'playing', state: 'paused' }))).toBeUndefined();
  });
});

describe('The validator of fields that need another one', () => {
  it.each(NEEDS)('refuses %s = %j without %s, and names both', (name, value, needed) => {
    const event = { ...anEvent(), [name]: value };
    expect(issueOf(event)).toEqual({ field: name, reason: `needs ${needed}` });
    const needs = { ad_break_id: 'break-1', drm_system: 'widevine', player_name: 'hls.js', error_code: 'E1' };
    expect(issueOf({ ...event, [needed]: needs[needed] })).toBeUndefined();
  });

  it('accepts 1 to 1000 for ad_pod_position', () => {
    for (const position of [1, 1_000]) expect(issueWith({ ad_pod_position: position })).toBeUndefined();
    for (const position of [0, 1_001, 1.5, '1']) expect(issueWith({ ad_pod_position: position })).toBeDefined();
  });
});

describe('The validator', () => {
  it.each([null, 7, 'event', true, [], [{}]])('refuses %j, which is not an object', (value) => {
    expect(issueOf(value)).toEqual({ field: 'event', reason: 'must be an object' });
  });

  it.each(['viewerId', '', 'reason', '__proto__', 'constructor', 'hasOwnProperty', 'toString', 'received_at'])(
    'refuses the unknown field %j and names it',
    (name) => {
      const event = JSON.parse(`{"${name}": 1, ${JSON.stringify(ERROR_EVENT).slice(1)}`) as unknown;
      expect(issueOf(event)).toEqual({ field: name, reason: 'is not a field of an event' });
    },
  );

  it('truncates and repairs a long or ill-formed field name before it reports it', () => {
    expect(issueWith({ ['x'.repeat(10_000)]: 1 })?.field).toBe('x'.repeat(128));
    expect(issueWith({ '\ud800': 1 })?.field).toBe('\ufffd');
  });
});

it('the validator accepts every event that the model allows', () => {
  fc.assert(fc.property(playerEvents(), (event) => expect(issueOf(event)).toBeUndefined()));
});

it('the validator answers any JSON, names the field and never quotes its value', () => {
  fc.assert(
    fc.property(
      playerEvents(),
      fc.constantFrom(...FIELDS),
      fc.oneof(fc.jsonValue(), fc.double(), fc.constant('a value that occurs nowhere else')),
      (event, name, value) => {
        const issue = issueOf({ ...event, [name]: value });
        if (issue) expect(issue.field).toBe(name);
        expect(String(issue?.reason)).not.toContain('occurs nowhere else');
        expect(issueOf(value)).toBeDefined();
      },
    ),
  );
});

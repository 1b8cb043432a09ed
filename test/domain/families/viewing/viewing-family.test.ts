import fc from 'fast-check';
import { isIssue, type Issue } from '../../../../domain/families';
import { VIEWING } from '../../../../domain/families/viewing/viewing-family';
import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES } from '../../../../domain/families/viewing/vocabulary';
import { anEvent, playerEvents, without } from '../../../support/events';

/** What is wrong with an event that differs from a good one in these fields, undefined when nothing is. */
const issueWith = (fields: object): Issue | undefined => judge({ ...ERROR_EVENT, ...fields });
const judge = (value: unknown): Issue | undefined => {
  const result = VIEWING.parse(value);
  return isIssue(result) ? result : undefined;
};

/** An error event has every field that any event may have but `startup_ms`, which is optional on it. */
const ERROR_EVENT = { ...anEvent({ event: 'error' }), error_code: 'E1', error_fatal: true, error_business: false };

const FIELDS = [...VIEWING.sentFields.keys()];
const REQUIRED = [
  ...['event_id', 'event', 'event_ts', 'sequence', 'session_id', 'content_id', 'viewer_id'],
  ...['device_type', 'stream_type'],
];
const TEXTS = [
  ['session_id', 64],
  ['content_id', 128],
  ['viewer_id', 128],
  ['platform', 128],
  ['app_version', 128],
  ['cdn', 128],
  ['error_code', 128],
] as const;
const INTEGERS = [
  ...['event_ts', 'sequence', 'interval_ms', 'playhead_ms', 'bitrate_kbps', 'throughput_kbps', 'buffer_ms'],
  ...['stall_count', 'stall_ms', 'startup_ms', 'dropped_frames'],
];
const ENUMS = [
  ['event', EVENT_NAMES],
  ['state', PLAYBACK_STATES],
  ['device_type', DEVICE_TYPES],
  ['stream_type', ['vod', 'live']],
] as const;
const NUMBERS_THAT_ARE_NONE = ['1e999', '-1e999', '-0', '9007199254740993', '-1', '1e300'];
const NONE: unknown[] = [];
const OTHER_TYPES: readonly unknown[] = [null, true, NONE, {}, [7], { valueOf: 7 }];
/** Of OTHER_TYPES, what a field takes after all. */
const RIGHT: Readonly<Record<string, unknown>> = { error_fatal: true, error_business: true, experiments: NONE };

describe('each field of EVENTS.md', () => {
  it('is known, and no other is', () => {
    const tested = [...TEXTS.map(([name]) => name), ...INTEGERS, ...ENUMS.map(([name]) => name)];
    const others = ['event_id', 'playback_rate', 'country', 'error_fatal', 'error_business', 'experiments'];
    expect(FIELDS.sort()).toEqual([...tested, ...others].sort());
  });

  it.each(REQUIRED)('%s is named when it is missing', (name) => {
    expect(judge(without(ERROR_EVENT, name))).toEqual({ field: name, reason: 'is required' });
  });

  it.each(FIELDS)('%s is named when it is of another type', (name) => {
    for (const value of OTHER_TYPES.filter((other) => other !== RIGHT[name])) {
      expect(issueWith({ [name]: value })).toMatchObject({ field: name });
    }
  });
});

describe('numbers', () => {
  it.each(INTEGERS)('%s takes 0 and whole numbers', (name) => {
    expect(issueWith({ [name]: 0 })).toBeUndefined();
    expect(issueWith({ [name]: 1_000 })).toBeUndefined();
  });

  it.each(INTEGERS)('%s refuses fractions, text and whatever JSON can say that no integer is', (name) => {
    for (const value of [0.5, '7', NaN, Infinity]) expect(issueWith({ [name]: value })?.field).toBe(name);
    for (const text of NUMBERS_THAT_ARE_NONE) {
      expect(issueWith({ [name]: JSON.parse(text) as unknown })?.field).toBe(name);
    }
  });

  it('an interval is at most 120 seconds, so a sleeping laptop adds no hours', () => {
    expect(issueWith({ interval_ms: 120_000 })).toBeUndefined();
    expect(issueWith({ interval_ms: 120_001 })?.reason).toContain('from 0 to 120000');
  });

  it('playback_rate takes fractions and nothing endless, negative or negative zero', () => {
    expect(issueWith({ playback_rate: 0.5 })).toBeUndefined();
    for (const value of [NaN, Infinity, -1, -0, 65, '1']) expect(issueWith({ playback_rate: value })).toBeDefined();
  });
});

describe('texts', () => {
  it.each(TEXTS)('%s takes 1 to %d characters', (name, longest) => {
    expect(issueWith({ [name]: 'x' })).toBeUndefined();
    expect(issueWith({ [name]: 'x'.repeat(longest) })).toBeUndefined();
    for (const length of [0, longest + 1, 10_000]) {
      const issue = issueWith({ [name]: 'x'.repeat(length) });
      expect(issue?.field).toBe(name);
      expect(issue?.reason).toContain(`1 to ${longest} characters`);
    }
  });

  it.each(TEXTS)('%s takes every script', (name) => {
    for (const text of ['Übermaß', 'Ελλάδα', 'Москва', 'עברית', 'العربية', 'हिन्दी', '日本語', '한국어', '👩‍👩‍👧', '𐍈']) {
      expect(issueWith({ [name]: text })).toBeUndefined();
    }
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('%s is a value like any other', (text) => {
    for (const [name] of TEXTS) expect(issueWith({ [name]: text })).toBeUndefined();
    for (const [name] of ENUMS) expect(issueWith({ [name]: text })?.field).toBe(name);
  });

  it.each(ENUMS)('%s takes its own words only, in their own spelling', (name, words) => {
    for (const word of words) {
      const event = { ...ERROR_EVENT, startup_ms: 1, [name]: word };
      expect(judge(word === 'play_request' ? withoutInterval(event) : event)).toBeUndefined();
    }
    for (const word of ['', 'PLAYING', 'VOD', 'Web', 'playing ', 'fridge']) {
      expect(issueWith({ [name]: word })?.field).toBe(name);
    }
  });

  it('event_id is a UUID in its 36 characters', () => {
    expect(issueWith({ event_id: '018F4E9C-5B1A-7C3E-9D2F-3A4B5C6D7E8F' })).toBeUndefined();
    for (const id of ['', '018f4e9c5b1a7c3e9d2f3a4b5c6d7e8f', '018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7e8g', 'x'.repeat(36)]) {
      expect(issueWith({ event_id: id })?.field).toBe('event_id');
    }
    expect(issueWith({ event_id: `${ERROR_EVENT.event_id}\n` })?.field).toBe('event_id');
  });

  it('country is two capital letters', () => {
    expect(issueWith({ country: 'DE' })).toBeUndefined();
    for (const code of ['', 'de', 'DEU', 'D1', 'ÄÖ', 'DE\n']) expect(issueWith({ country: code })).toBeDefined();
  });
});

describe('experiments', () => {
  const assignment = { id: 'autoplay', variant: 'B' };

  it('are at most 16', () => {
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
  ])('hold id and variant and nothing else, so not %j', (wrong) => {
    expect(issueWith({ experiments: [assignment, wrong] })?.field).toBe('experiments');
  });
});

const withoutInterval = (event: object): object => without(event, 'interval_ms', 'state');

describe('what belongs together', () => {
  it('every event but play_request closes an interval', () => {
    for (const event of EVENT_NAMES.filter((name) => name !== 'play_request')) {
      expect(judge(withoutInterval({ ...ERROR_EVENT, event }))).toMatchObject({ field: 'interval_ms' });
    }
    expect(judge(without(ERROR_EVENT, 'state'))).toMatchObject({ field: 'state' });
  });

  it('a play_request closes none', () => {
    const request = withoutInterval({ ...ERROR_EVENT, event: 'play_request' });
    expect(judge(request)).toBeUndefined();
    expect(judge({ ...request, interval_ms: 0 })).toMatchObject({ field: 'interval_ms' });
    expect(judge({ ...request, state: 'starting' })?.reason).toContain('absent');
  });

  it.each(['error_code', 'error_fatal', 'error_business'])('an error tells its %s', (name) => {
    expect(judge(without(ERROR_EVENT, name))).toMatchObject({ field: name });
  });

  it('the first frame tells how long the start took, a resumed playback does not', () => {
    expect(judge(anEvent({ event: 'playing', state: 'starting' }))).toMatchObject({ field: 'startup_ms' });
    expect(judge(anEvent({ event: 'playing', state: 'starting', startup_ms: 800 }))).toBeUndefined();
    expect(judge(anEvent({ event: 'playing', state: 'paused' }))).toBeUndefined();
  });
});

describe('what is no event', () => {
  it.each([null, 7, 'event', true, [], [{}]])('%j must be an object', (value) => {
    expect(judge(value)).toEqual({ field: 'event', reason: 'must be an object' });
  });

  it.each(['viewerId', '', 'reason', '__proto__', 'constructor', 'hasOwnProperty', 'toString', 'received_at'])(
    'a field %j is refused by name',
    (name) => {
      const event = JSON.parse(`{"${name}": 1, ${JSON.stringify(ERROR_EVENT).slice(1)}`) as unknown;
      expect(judge(event)).toEqual({ field: name, reason: 'is not a field of an event' });
    },
  );

  it('a huge or broken name of a field is cut and mended before it is told', () => {
    expect(issueWith({ ['x'.repeat(10_000)]: 1 })?.field).toBe('x'.repeat(128));
    expect(issueWith({ '\ud800': 1 })?.field).toBe('\ufffd');
  });
});

it('every event that the model allows is accepted', () => {
  fc.assert(fc.property(playerEvents(), (event) => expect(judge(event)).toBeUndefined()));
});

it('any JSON at all gets an answer, which names the field and never tells its value', () => {
  fc.assert(
    fc.property(
      playerEvents(),
      fc.constantFrom(...FIELDS),
      fc.oneof(fc.jsonValue(), fc.double(), fc.constant('a value that nobody else writes')),
      (event, name, value) => {
        const issue = judge({ ...event, [name]: value });
        if (issue) expect(issue.field).toBe(name);
        expect(String(issue?.reason)).not.toContain('nobody else writes');
        expect(judge(value)).toBeDefined();
      },
    ),
  );
});

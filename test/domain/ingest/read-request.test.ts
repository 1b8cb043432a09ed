import { VIEWING } from '../../../domain/families/viewing';
import fc from 'fast-check';
import { readRequest } from '../../../domain/ingest/read-request';
import { anEvent, eventId, NOW } from '../../support/events';

const body = (events: unknown, sentAt: unknown = NOW): string => JSON.stringify({ sent_at: sentAt, events });

/** The duplicate key of each event, by the index of the event. */
const repeated = (...events: readonly string[]): unknown => {
  const request = readRequest(VIEWING, `{"sent_at": ${NOW}, "events": [${events.join(', ')}]}`);
  if ('reason' in request) return request;
  return Object.fromEntries([...request.textIssues].map(([index, { field }]) => [index, field]));
};

it('a request consists of its time and its events', () => {
  const event = anEvent();
  expect(readRequest(VIEWING, body([event]))).toEqual({
    sentAt: NOW,
    events: [event],
    keyCounts: [Object.keys(event).length],
    textIssues: new Map(),
  });
});

it('a request has whole times, because browsers measure fractions of a millisecond', () => {
  const text = JSON.stringify({ sent_at: NOW + 0.4, clock_offset_ms: -30.6, events: [{}] });
  expect(readRequest(VIEWING, text)).toMatchObject({ sentAt: NOW, measuredOffsetMs: -31 });
});

describe('A body', () => {
  it.each(['30', null, 1e300])('with clock_offset_ms %j is refused', (offset) => {
    const text = JSON.stringify({ sent_at: NOW, clock_offset_ms: offset, events: [{}] });
    expect(readRequest(VIEWING, text)).toMatchObject({ status: 400, field: 'clock_offset_ms' });
  });

  it.each(['', 'null', '[]', '[{}]', '7', '"text"', 'true'])('that is %j is not a request', (text) => {
    expect(readRequest(VIEWING, text)).toMatchObject({ status: 400, field: 'body' });
  });

  it.each(['{', 'NaN', '{"sent_at": Infinity}', "{'sent_at': 1}", '\ud800', '{"a": 1}}', '\u0000'])(
    'that is %j is not JSON',
    (text) => expect(readRequest(VIEWING, text)).toMatchObject({ status: 400, field: 'body' }),
  );

  it('is not quoted in the answer, because it may contain a viewer id', () => {
    expect(JSON.stringify(readRequest(VIEWING, 'alice@example.com'))).not.toContain('alice');
    expect(JSON.stringify(readRequest(VIEWING, '{"viewer_id": alice@example.com}'))).not.toContain('alice');
  });

  it('with an unknown field is refused, and the reason names the field', () => {
    for (const name of ['viewer_id', '__proto__', 'constructor', 'hasOwnProperty', '']) {
      const text = `{"sent_at": ${NOW}, "events": [{}], ${JSON.stringify(name)}: {}}`;
      expect(readRequest(VIEWING, text)).toMatchObject({ status: 400, field: name, events: [{}] });
    }
  });

  it.each([undefined, null, '1', -1, 1e300, true, [NOW]])('with sent_at %j is refused', (sentAt) => {
    expect(readRequest(VIEWING, body([{}], sentAt ?? null))).toMatchObject({
      status: 400,
      field: 'sent_at',
      events: [{}],
    });
    expect(readRequest(VIEWING, '{"events": [{}]}')).toMatchObject({ status: 400, field: 'sent_at' });
  });

  it.each(['1e999', '-0', '9007199254740993'])('with sent_at %s is refused', (sentAt) => {
    expect(readRequest(VIEWING, `{"sent_at": ${sentAt}, "events": [{}]}`)).toMatchObject({
      status: 400,
      field: 'sent_at',
    });
  });

  it.each([null, {}, 'events', 7])('with events %j is refused', (events) => {
    expect(readRequest(VIEWING, body(events))).toMatchObject({ status: 400, field: 'events' });
    expect(readRequest(VIEWING, `{"sent_at": ${NOW}}`)).toMatchObject({ status: 400, field: 'events' });
  });
});

describe('The number of events', () => {
  it('is at least one', () => {
    expect(readRequest(VIEWING, body([]))).toMatchObject({ status: 400, field: 'events' });
  });

  it('is at most 500', () => {
    const events = Array.from({ length: 501 }, (_, n) => anEvent({ event_id: eventId(n) }));
    expect(readRequest(VIEWING, body(events.slice(1)))).toMatchObject({ sentAt: NOW });
    expect(readRequest(VIEWING, body(events))).toMatchObject({ status: 413, field: 'events', events });
  });

  it('is refused with 413 if it is 100,000', () => {
    expect(readRequest(VIEWING, `{"sent_at": ${NOW}, "events": [${'0,'.repeat(99_999)}0]}`)).toMatchObject({
      status: 413,
    });
  });
});

describe('A duplicate key', () => {
  it('is found in the event that holds it', () => {
    expect(repeated('{"a": 1}', '{"a": 1, "b": {}, "a": 1}', '{"b": ":"}')).toEqual({ 1: 'a' });
  });

  it('is found in any escaped spelling', () => {
    expect(repeated('{"event_id": 1, "event\\u005fid": 2}')).toEqual({ 0: 'event_id' });
    expect(repeated('{"\\u0061":1,\n\t"a"\r\n :2}')).toEqual({ 0: 'a' });
    expect(repeated('{"__proto__": 1, "\\u005f_proto__": 2}')).toEqual({ 0: '__proto__' });
  });

  it('is found inside an event', () => {
    expect(repeated('{"experiments": [{"id": 1}, {"id": 2, "id": 3}]}')).toEqual({ 0: 'id' });
    expect(repeated('{"x": {"y": {"z": 1, "z": 1}}}')).toEqual({ 0: 'z' });
  });

  it('is found next to colons, braces and quotes in texts', () => {
    expect(repeated('{"a:": ":{[\\":\\"", "b": "}", "b": "\\\\"}')).toEqual({ 0: 'b' });
    expect(repeated('{"a": "a", "b": "\\"a\\": 1"}')).toEqual({});
  });

  it('is found next to elements that are not events', () => {
    expect(repeated('[0]', '{"a": 1, "a": 2}')).toEqual({ 1: 'a' });
    expect(repeated('{"experiments": [[0]]}', '{"a": 1, "a": 2}')).toEqual({ 1: 'a' });
    expect(repeated('"a"', '[[{"b": 1}]]', '{"a": 1, "a": 2}')).toEqual({ 2: 'a' });
  });

  it('causes the refusal of the request if it is outside the events', () => {
    expect(readRequest(VIEWING, `{"sent_at": 1, "sent_at": ${NOW}, "events": [{}]}`)).toMatchObject({
      field: 'sent_at',
    });
    expect(readRequest(VIEWING, `{"events": [{"a": 1}], "sent_at": ${NOW}, "events": [{}]}`)).toMatchObject({
      field: 'events',
    });
  });

  it('is found in every event that has one, and in no other', () => {
    // No key is a single escaped character: JSON.parse of Node 24 sometimes reads a repeated "\"" as the key \. Fields have
    // longer names, so such an event is refused in any case.
    const key = fc
      .string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', ':', '"', '\\', ',', '{', 'é') })
      .filter((name) => name !== '"' && name !== '\\');
    const value = fc.oneof({ weight: 5, arbitrary: fc.nat() }, fc.jsonValue({ maxDepth: 2 }), key);
    const event = fc.array(fc.tuple(key, value), { maxLength: 5 });
    const other = fc.constantFrom('[0]', '[]', '[[1], 2]', '"a:b"', 'null', '7', '{"experiments": [[0]]}');
    fc.assert(
      fc.property(fc.array(fc.oneof(event, other), { minLength: 1, maxLength: 6 }), (events) => {
        const texts = events.map((members) =>
          typeof members === 'string' ? members : `{${members.map(memberText).join(',')}}`,
        );
        const holders = events.flatMap((members, index) =>
          typeof members !== 'string' && new Set(members.map(([name]) => name)).size < members.length ? [index] : [],
        );
        expect(Object.keys(repeated(...texts) as object).map(Number)).toEqual(holders);
      }),
      { numRuns: 500 },
    );
  });
});

const memberText = ([key, value]: readonly [string, unknown]): string =>
  `${JSON.stringify(key)}:${JSON.stringify(value)}`;

it('deeply nested JSON is read, and a duplicate key at the deepest level is found', () => {
  const depth = 100_000;
  const bomb = (inside: string): string => `${'{"a":['.repeat(depth)}${inside}${']}'.repeat(depth)}`;
  expect(repeated(bomb('{"b":1,"b":2}'))).toEqual({ 0: 'b' });
  expect(repeated(bomb(''))).toEqual({});
  expect(readRequest(VIEWING, '['.repeat(depth))).toMatchObject({ status: 400, field: 'body' });
});

it('any text gets an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) =>
      expect(readRequest(VIEWING, text)).toBeDefined(),
    ),
  );
});

it.each([
  ['bare', `{"sent_at":1,"events":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}`],
  ['in experiments', `{"sent_at":1,"events":[${'{"experiments":['.repeat(25_000)}${']}'.repeat(25_000)}]}`],
])('deep nesting %s does not overflow the stack', (_, body) => {
  expect(readRequest(VIEWING, body)).toMatchObject({ sentAt: 1 });
});

const issuesOf = (text: string): unknown => {
  const request = readRequest(VIEWING, text);
  return 'reason' in request ? request : [...request.textIssues];
};

describe('A control character', () => {
  it.each(['\0', '\n', '\t', '\u001f'])('such as %j is found in a text and in an assignment', (character) => {
    const events = [
      anEvent({ session_id: `a${character}` }),
      { ...anEvent(), experiments: [{ id: 'a', variant: character }] },
    ];
    expect(issuesOf(body(events))).toMatchObject([
      [0, { field: 'session_id', reason: expect.stringContaining('control') as unknown }],
      [1, { field: 'experiments' }],
    ]);
  });
});

describe('A lone surrogate', () => {
  const texts = ['session_id', 'content_id', 'viewer_id', 'platform', 'app_version', 'cdn', 'error_code'];

  it.each(texts)('is found in %s, escaped or not', (field) => {
    for (const text of ['\ud800', 'a\udc00', '\udc00\ud800']) {
      const escaped = body([anEvent(), { ...anEvent(), [field]: text }]);
      const found = [[1, { field, reason: expect.stringContaining('well-formed') as unknown }]];
      expect(issuesOf(escaped)).toEqual(found);
      expect(
        issuesOf(escaped.replace(/\\u(d[89a-f]..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))),
      ).toEqual(found);
    }
  });

  it('is found in an assignment', () => {
    for (const experiment of [
      { id: '\ud800', variant: 'b' },
      { id: 'a', variant: '\udc00' },
    ]) {
      expect(issuesOf(body([{ ...anEvent(), experiments: [experiment] }]))).toMatchObject([
        [0, { field: 'experiments' }],
      ]);
    }
  });

  it('is not confused with a surrogate pair or another escape', () => {
    expect(issuesOf(body([anEvent({ content_id: '\u{1F600}"\\/' })]).replace('\u{1F600}', '\\ud83d\\ude00'))).toEqual(
      [],
    );
  });

  it('outside an event has no effect', () => {
    expect(issuesOf(body([null, 7, '\ud800', ['\ud800'], { experiments: [null, 7, '\ud800'] }]))).toEqual([]);
  });
});

import { VIEWING } from '../../../../domain/families/viewing';
import fc from 'fast-check';
import { acceptEvents } from '../../../../domain/ingest/accept-events';
import { refusedEventLines, refusedRequestLines } from '../../../../domain/ingest/quarantine/quarantine-lines';
import { readRequest } from '../../../../domain/ingest/read-request';
import { anEvent, eventId, NOW, RECEPTION } from '../../../support/events';

const CONTEXT = { ...RECEPTION, family: VIEWING, requestId: 'request-1' };
const FACTS = { status: 400, contentType: 'application/json', bodyBytes: 99, bodySha256: 'c0ffee' };
const FIREHOSE_RECORD_BYTES = 1_000 * 1024;
const RAW = 'viewer-0123456789';

/** The quarantine lines of a request with this body. */
const linesFor = (body: string): readonly string[] => {
  const request = readRequest(VIEWING, body);
  return 'reason' in request
    ? refusedRequestLines(request, FACTS, CONTEXT)
    : refusedEventLines(acceptEvents(VIEWING, request, RECEPTION).refused, CONTEXT);
};
const bodyOf = (events: readonly unknown[], rest: object = {}): string =>
  JSON.stringify({ sent_at: NOW, events, ...rest });
const parse = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

it('a refused event is kept with its reason, its request and the time of receipt, and without its viewer', () => {
  const event = { ...anEvent({ viewer_id: RAW }), sequence: 'one' };
  const [line] = parse(linesFor(bodyOf([event])));
  expect(line).toEqual({
    request_id: 'request-1',
    received_at: NOW,
    index: 0,
    event_id: event.event_id,
    field: 'sequence',
    reason: expect.stringContaining('integer') as string,
    event: { ...event, sequence: '[string of 3]', viewer_id: RECEPTION.pseudonymOf(RAW).value, viewer_key_id: 'k2' },
  });
});

it('a lone surrogate in a value, a name or an assignment never reaches a line', () => {
  const lone = '\ud800';
  const event = { ...anEvent(), cdn: lone, [lone]: 1, experiments: [{ id: lone, variant: 'b' }] };
  const lines = [...linesFor(bodyOf([event])), ...linesFor(bodyOf([event], { [lone]: 1 }))];
  expect(lines).toHaveLength(2);
  expect(lines.filter((line) => /\\ud[89a-f]/.test(line))).toEqual([]);
});

it('a request that is refused as a whole is kept with its events', () => {
  const events = [anEvent({ viewer_id: RAW }), 7, null];
  const [line] = parse(linesFor(bodyOf(events, { more: 1 })));
  expect(line).toEqual({
    request_id: 'request-1',
    received_at: NOW,
    field: 'more',
    reason: 'is not a field of a request',
    status: 400,
    content_type: 'application/json',
    body_bytes: 99,
    body_sha256: 'c0ffee',
    first_index: 0,
    events: [{ ...anEvent({ viewer_id: RECEPTION.pseudonymOf(RAW).value }), viewer_key_id: 'k2' }, '[number]', null],
  });
});

it('only the size and digest of an unreadable body are kept', () => {
  const lines = linesFor(`not JSON: ${RAW}`);
  expect(lines).toHaveLength(1);
  expect(parse(lines)).toMatchObject([{ field: 'body', body_bytes: 99, body_sha256: 'c0ffee', events: [] }]);
  expect(lines[0]).not.toContain(RAW);
});

it('100,000 events are kept in lines that each fit a record', () => {
  const lines = linesFor(`{"sent_at": ${NOW}, "events": [${'7,'.repeat(99_999)}7]}`);
  const kept = parse(lines).map(({ first_index, events }) => [first_index, (events as unknown[]).length]);
  expect(kept.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(100_000);
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(1_000 * 1024);
});

it('all refused events of the largest possible body are kept, even large ones', () => {
  const events = Array.from({ length: 501 }, (_, n) => anEvent({ event_id: eventId(n), platform: 'x'.repeat(600) }));
  const lines = linesFor(bodyOf(events));
  expect(parse(lines).flatMap(({ events: some }) => some ?? []).length).toBe(501);
});

it('the reason is kept even if the event is too large for a record', () => {
  const strangers = Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`n${n}`, 1]));
  const lines = linesFor(bodyOf([{ ...strangers, ...anEvent() }]));
  expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThan(FIREHOSE_RECORD_BYTES);
  expect(parse(lines)).toMatchObject([{ field: '[name of 2]', left_out: expect.any(String) as string }]);
});

it('no viewer id reaches a line, for any refusal and any position of the id', () => {
  const holder = fc.oneof(
    fc.constant(anEvent({ viewer_id: RAW })),
    fc.constant({ ...anEvent({ viewer_id: RAW }), sequence: -1 }),
    fc.constant({ ...anEvent(), viewer_id: [RAW, { viewer_id: RAW }] }),
    fc.constant({ ...anEvent({ viewer_id: RAW }), session_id: 7 }),
    fc.constant({ ...anEvent(), [RAW]: 1 }),
    fc.constant({ ...anEvent(), event_id: RAW }),
    fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 12, depthSize: 'large' },
        fc.constant({ viewer_id: RAW }),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('viewer_id', 'a', '__proto__', 'event'), tie('node'), { maxKeys: 3 }),
      ),
    })).node,
  );
  const rest = fc.constantFrom(
    {},
    { more: 1 },
    { viewer_id: RAW },
    { [RAW]: 1 },
    { sent_at: RAW },
    { events: { viewer_id: RAW } },
  );
  fc.assert(
    fc.property(fc.array(holder, { maxLength: 6 }), rest, fc.boolean(), (events, more, broken) => {
      const lines = linesFor(`${bodyOf(events, more)}${broken ? '}' : ''}`);
      for (const line of lines) {
        expect(line).not.toContain(RAW);
        expect(line.indexOf('\n')).toBe(line.length - 1);
      }
    }),
  );
});

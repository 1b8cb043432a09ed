import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { withoutPersons } from '../../../../domain/ingest';

const pseudonym = (): string => randomBytes(32).toString('base64url');
/** Alice has two pseudonyms, one of each key. */
const ALICE = [pseudonym(), pseudonym()] as const;
const VIEWERS = [...ALICE, pseudonym(), pseudonym()] as const;

interface Refused {
  readonly viewer_id?: string | null;
  readonly text: string;
}

const refused = (): fc.Arbitrary<Refused> =>
  fc.record({ viewer_id: fc.constantFrom(...VIEWERS, null), text: fc.string({ unit: 'grapheme', maxLength: 8 }) });

/** A line of one refused event, or of a refused request with some events. */
const line = (): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({ request_id: fc.uuid(), event_id: fc.uuid(), reason: fc.string(), event: refused() }),
    fc.record({ request_id: fc.uuid(), status: fc.constant(400), events: fc.array(refused(), { maxLength: 4 }) }),
    fc.record({ request_id: fc.uuid(), left_out: fc.string() }),
  );

const ndjson = (lines: readonly object[]): Buffer =>
  Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
const eventsOf = (content: Buffer): readonly Refused[] =>
  content
    .toString()
    .split('\n')
    .filter((text) => text !== '')
    .flatMap((text) => {
      const { event, events } = JSON.parse(text) as { event?: Refused; events?: Refused[] };
      return event ? [event] : (events ?? []);
    });
const isAlices = ({ viewer_id }: Refused): boolean => ALICE.some((one) => one === viewer_id);

describe('withoutPersons', () => {
  it('keeps exactly the events of other viewers, in their order, for any lines', () => {
    fc.assert(
      fc.property(fc.array(line(), { maxLength: 8 }), (lines) => {
        const { content, removed } = withoutPersons(ndjson(lines), ALICE);
        const before = eventsOf(ndjson(lines));
        expect(eventsOf(content)).toEqual(before.filter((event) => !isAlices(event)));
        expect(removed).toBe(before.filter(isAlices).length);
      }),
    );
  });

  it('keeps every line that has no event of the viewer, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(line(), { maxLength: 8 }), (lines) => {
        const isOther = (one: object): boolean => !ALICE.some((alice) => JSON.stringify(one).includes(alice));
        const kept = withoutPersons(ndjson(lines), ALICE).content.toString();
        for (const other of lines.filter(isOther)) expect(kept).toContain(`${JSON.stringify(other)}\n`);
      }),
    );
  });

  const request = { request_id: 'r1', body_sha256: 'c0ffee' };
  const bob = { viewer_id: VIEWERS[2], text: 'a title' };
  const alice = { viewer_id: ALICE[1], text: 'another' };

  it('keeps the facts about a request that had events of other viewers too', () => {
    const { content } = withoutPersons(ndjson([{ ...request, first_index: 0, events: [alice, bob] }]), ALICE);
    expect(content).toEqual(ndjson([{ ...request, first_index: 0, events: [bob] }]));
  });

  it('leaves nothing of a request whose events were all of the viewer', () => {
    expect(withoutPersons(ndjson([{ ...request, events: [alice, alice] }]), ALICE)).toEqual({
      content: Buffer.alloc(0),
      removed: 2,
    });
  });

  it('removes a line that holds the viewer and is not JSON', () => {
    const broken = Buffer.from(`{}${JSON.stringify({ event: alice })}\n`);
    const { content, removed } = withoutPersons(Buffer.concat([broken, ndjson([{ event: bob }])]), ALICE);
    expect([content, removed]).toEqual([ndjson([{ event: bob }]), 1]);
  });
});

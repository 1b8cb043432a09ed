import type { EventFamily, Pseudonym } from '../../families';
import type { RefusedEvent } from '../accept-events';
import { scrub, scrubName } from '../pseudonyms/scrub';
import { wellFormed } from './well-formed';
import type { RefusedRequest } from '../read-request';

/** The request whose events were refused. */
export interface RefusalContext {
  readonly family: Pick<EventFamily, 'definition' | 'sentFields'>;
  readonly requestId: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly pseudonymOf: (personId: string) => Pseudonym;
}

/** What the quarantine keeps of a request that was refused as a whole. */
export interface RequestFacts {
  readonly status: number;
  readonly contentType: string;
  readonly bodyBytes: number;
  readonly bodySha256: string;
}

/** Firehose accepts records of up to 1,000 KiB; a character takes up to three bytes. */
const MAX_LINE_CHARACTERS = 300_000;
/** Leaves room for the reason and the facts about the request. */
const MAX_EVENTS_CHARACTERS = 290_000;

/** One line per refused event: the scrubbed event, and why it was refused. */
export const refusedEventLines = (refused: readonly RefusedEvent[], context: RefusalContext): readonly string[] =>
  refused.map(({ index, event_id, field, reason, event }) =>
    line({ index, event_id, field: scrubName(field), reason }, context, { event: scrubbed(event, context) }),
  );

/**
 * The lines for a request that was refused as a whole, with its events if they could be read. If the body is unreadable, only
 * its size and digest are kept, because a person's id cannot be recognised in text that is not JSON.
 */
export const refusedRequestLines = (
  refusal: Omit<RefusedRequest, 'status'>,
  facts: RequestFacts,
  context: RefusalContext,
): readonly string[] => {
  const { field, reason, events = [] } = refusal;
  const about = {
    field: scrubName(field),
    reason,
    status: facts.status,
    content_type: facts.contentType.slice(0, 128),
    body_bytes: facts.bodyBytes,
    body_sha256: facts.bodySha256,
  };
  return inGroups(events.map((event) => scrubbed(event, context))).map(({ firstIndex, group }) =>
    line({ ...about, first_index: firstIndex }, context, { events: group }),
  );
};

const scrubbed = (event: unknown, { family, pseudonymOf }: RefusalContext): unknown =>
  scrub(event, family, pseudonymOf);

/** Splits events into groups that each fit into a line; without events, there is one empty group. */
const inGroups = (
  events: readonly unknown[],
): readonly { readonly firstIndex: number; readonly group: unknown[] }[] => {
  const groups: { firstIndex: number; group: unknown[] }[] = [{ firstIndex: 0, group: [] }];
  let characters = 0;
  for (const [index, event] of events.entries()) {
    const length = JSON.stringify(event).length + 1;
    if (characters > 0 && characters + length > MAX_EVENTS_CHARACTERS) {
      groups.push({ firstIndex: index, group: [] });
      characters = 0;
    }
    groups.at(-1)?.group.push(event);
    characters += length;
  }
  return groups;
};

const line = (about: object, { requestId, receivedAt }: RefusalContext, content: object): string => {
  const head = { request_id: requestId, received_at: receivedAt, ...about };
  const whole = JSON.stringify(wellFormed({ ...head, ...content })); // not deeply nested: scrub describes nested values
  if (whole.length <= MAX_LINE_CHARACTERS) return `${whole}\n`;
  return `${JSON.stringify({ ...head, left_out: `content of ${whole.length} characters` })}\n`;
};

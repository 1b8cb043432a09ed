import type { Pseudonym, RefusedEvent } from '../accept-events';
import { scrub, scrubName } from '../pseudonyms/scrub';
import { wellFormed } from './well-formed';
import type { RefusedRequest } from '../read-request';

/** The request that something was refused in. */
export interface RefusalContext {
  readonly requestId: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly pseudonymOf: (viewerId: string) => Pseudonym;
}

/** What is kept of a request that was refused whole. */
export interface RequestFacts {
  readonly status: number;
  readonly contentType: string;
  readonly bodyBytes: number;
  readonly bodySha256: string;
}

/** Firehose takes records of 1,000 KiB. */
const MAX_LINE_CHARACTERS = 300_000;
/** Leaves room for what is said about them. */
const MAX_EVENTS_CHARACTERS = 290_000;

/** One line per refused event: what it was, with its viewer pseudonymised, and why it was refused. */
export const refusedEventLines = (refused: readonly RefusedEvent[], context: RefusalContext): readonly string[] =>
  refused.map(({ index, event_id, field, reason, event }) =>
    line({ index, event_id, field: scrubName(field), reason }, context, { event: scrub(event, context.pseudonymOf) }),
  );

/**
 * The lines for a request that was refused whole: with its events where they could be read. A body that could not be
 * read is kept as its size and digest only, for nobody can tell a viewer's id in text that is no JSON.
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
  const scrubbed = events.map((event) => scrub(event, context.pseudonymOf));
  return inGroups(scrubbed).map(({ firstIndex, group }) =>
    line({ ...about, first_index: firstIndex }, context, { events: group }),
  );
};

/** Splits events so that each group fits a line; one empty group for none. */
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
  const whole = JSON.stringify(wellFormed({ ...head, ...content })); // flat: a refused event is described, not followed
  if (whole.length <= MAX_LINE_CHARACTERS) return `${whole}\n`;
  return `${JSON.stringify({ ...head, left_out: `content of ${whole.length} characters` })}\n`;
};

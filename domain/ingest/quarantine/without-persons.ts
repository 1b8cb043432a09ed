/** What remains of an object of the quarantine without some persons. */
export interface Remaining {
  /** NDJSON. The lines of other persons are the same bytes as before. */
  readonly content: Buffer;
  /** The number of refused events that were removed. */
  readonly removed: number;
}

/**
 * Removes the events of persons from the NDJSON of {@link refusedEventLines} and {@link refusedRequestLines}. An event is a
 * person's if one of their pseudonyms occurs anywhere in it: a pseudonym has 256 bits, so no other text equals it. A line
 * that keeps no event is removed with its reason and its facts about the request, because they are the person's too.
 */
export const withoutPersons = (content: Buffer, pseudonyms: readonly string[]): Remaining => {
  const isTheirs = (text: Buffer | string): boolean => pseudonyms.some((pseudonym) => text.includes(pseudonym));
  if (!isTheirs(content)) return { content, removed: 0 };
  const kept: Buffer[] = [];
  let removed = 0;
  for (const line of linesOf(content)) {
    const rest = isTheirs(line) ? lineWithout(line.toString('utf8'), isTheirs) : { line, removed: 0 };
    kept.push(rest.line);
    removed += rest.removed;
  }
  return { content: Buffer.concat(kept), removed };
};

/** The lines of a text, each with its line break. They are not decoded, because most of them are kept. */
function* linesOf(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length;) {
    const lineBreak = content.indexOf('\n', start);
    const end = lineBreak === -1 ? content.length : lineBreak + 1;
    yield content.subarray(start, end);
    start = end;
  }
}

const NO_LINE = Buffer.alloc(0);

/** The rest of a line that has an event of the person; an empty line if nothing remains. */
const lineWithout = (
  line: string,
  isTheirs: (text: string) => boolean,
): { readonly line: Buffer; readonly removed: number } => {
  const parsed = parse(line);
  if (typeof parsed !== 'object' || parsed === null || !('events' in parsed) || !Array.isArray(parsed.events)) {
    return { line: NO_LINE, removed: 1 };
  }
  const events: readonly unknown[] = parsed.events;
  const others = events.filter((event) => !isTheirs(JSON.stringify(event)));
  const rest = others.length === 0 ? NO_LINE : Buffer.from(`${JSON.stringify({ ...parsed, events: others })}\n`);
  return { line: rest, removed: events.length - others.length };
};

/** Undefined for a line that is not JSON: it holds the person and cannot be divided. */
const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

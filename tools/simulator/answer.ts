/** What the collector made of a request. */
export type Answer =
  | { readonly kind: 'taken'; readonly receivedAt: number; readonly refused: readonly Refusal[] }
  /** Nothing can be relied on: the same events, with the same ids, come again, no sooner than after `retryAfterMs`. */
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number }
  /** The request as a whole was not understood: to send it again would change nothing. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** One event that was refused, by its place in the request. */
interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** Reads the collector's answer; a 202 that can't be read counts as no answer, for nothing is known to be durable. */
export const toAnswer = (status: number, retryAfter: string | undefined, body: string): Answer => {
  if (status === 202) return toTaken(body) ?? { kind: 'later', reason: '202 with an unreadable body', retryAfterMs: 0 };
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter ?? 0);
    return { kind: 'later', reason: `status ${status}`, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : 0 };
  }
  return { kind: 'rejected', reason: `status ${status}: ${body.slice(0, 200)}` };
};

const toTaken = (body: string): Answer | undefined => {
  const parsed = parse(body);
  if (!isRecord(parsed) || typeof parsed['received_at'] !== 'number') return undefined;
  const refused: unknown = parsed['refused'] ?? [];
  if (!Array.isArray(refused)) return undefined;
  return { kind: 'taken', receivedAt: parsed['received_at'], refused: refused.flatMap(toRefusal) };
};

const toRefusal = (value: unknown): Refusal[] => {
  if (!isRecord(value) || typeof value['index'] !== 'number') return [];
  return [{ index: value['index'], reason: `${String(value['field'])}: ${String(value['reason'])}` }];
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told apart by its shape, as any other wrong answer is
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

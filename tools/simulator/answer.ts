/** The collector's answer to a request. */
export type Answer =
  | { readonly kind: 'accepted'; readonly receivedAt: number; readonly refused: readonly Refusal[] }
  /** No event is known to be durable: retry with the same events and ids after `retryAfterMs` or later. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number }
  /** The collector cannot read the body in its content coding: send the same events again uncompressed. */
  | { readonly kind: 'uncompressed'; readonly reason: string }
  /** The collector refused the whole request: sending it again would not help. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** One refused event, by its index in the request. */
interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** The headers of an answer that a player reads. */
export interface AnswerHeaders {
  readonly 'retry-after'?: string | undefined;
  readonly 'accept-encoding'?: string | undefined;
}

/**
 * Reads the collector's answer. A 202 with an unreadable body counts as no answer, because no event is known to be
 * durable.
 */
export const toAnswer = (status: number, headers: AnswerHeaders, body: string): Answer => {
  if (status === 202) {
    return toAccepted(body) ?? { kind: 'retry', reason: '202 with an unreadable body', retryAfterMs: 0 };
  }
  if (status === 429 || status >= 500) {
    const seconds = Number(headers['retry-after'] ?? 0);
    return { kind: 'retry', reason: `status ${status}`, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : 0 };
  }
  const reason = `status ${status}: ${body.slice(0, 200)}`;
  return { kind: status === 415 && allowsIdentity(headers['accept-encoding']) ? 'uncompressed' : 'rejected', reason };
};

/** Whether the `Accept-Encoding` of an answer with status 415 names `identity`. Source: RFC 9110, section 15.5.16. */
const allowsIdentity = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding?.split(',').some((coding) => coding.trim().toLowerCase() === 'identity') ?? false;

const toAccepted = (body: string): Answer | undefined => {
  const parsed = parse(body);
  if (!isRecord(parsed) || typeof parsed['received_at'] !== 'number') return undefined;
  const refused: unknown = parsed['refused'] ?? [];
  if (!Array.isArray(refused)) return undefined;
  return { kind: 'accepted', receivedAt: parsed['received_at'], refused: refused.flatMap(toRefusal) };
};

const toRefusal = (value: unknown): Refusal[] => {
  if (!isRecord(value) || typeof value['index'] !== 'number') return [];
  return [{ index: value['index'], reason: `${String(value['field'])}: ${String(value['reason'])}` }];
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller checks the shape
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

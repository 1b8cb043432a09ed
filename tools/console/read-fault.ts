import type { Fault } from 'embedded-cloud';
import { isObject, type JsonObject } from 'embedded-cloud/json';

/** A problem of one field of a request. */
export interface FieldIssue {
  readonly field: string;
  readonly reason: string;
}

const MAX_STALL_MS = 300_000;
const MAX_SECONDS = 3_600;

const LIMITS: Readonly<Record<keyof Fault, number>> = {
  throttle: 1,
  fail: 1,
  stallMs: MAX_STALL_MS,
  partial: 1,
  deliverTwice: 1,
};

/** Parses the body of a request into a fault, or lists the problems of its fields. */
export const readFault = (body: Buffer): { readonly fault: Fault } | { readonly issues: readonly FieldIssue[] } => {
  const value = parseObject(body);
  if (!value) return { issues: [{ field: 'body', reason: 'must be a JSON object' }] };
  const issues: FieldIssue[] = [];
  const fault: { -readonly [Key in keyof Fault]: Fault[Key] } = {};
  for (const [field, given] of Object.entries(value)) {
    if (!isFaultKey(field))
      issues.push({ field, reason: `is unknown; the fields are ${Object.keys(LIMITS).join(', ')}` });
    else if (!isWithin(given, LIMITS[field])) issues.push({ field, reason: `must be 0 to ${LIMITS[field]}` });
    else fault[field] = given;
  }
  if (Object.keys(value).length === 0) issues.push({ field: 'body', reason: 'must contain a fault' });
  return issues.length > 0 ? { issues } : { fault };
};

/** Parses the duration of a fault in seconds; without one the fault lasts until it is cleared. */
export const readForSeconds = (given: string | null): { readonly forMs?: number } | { readonly issue: FieldIssue } => {
  if (given === null) return {};
  const seconds = Number(given);
  return seconds > 0 && seconds <= MAX_SECONDS
    ? { forMs: seconds * 1_000 }
    : { issue: { field: 'forSeconds', reason: `must be above 0 and at most ${MAX_SECONDS}` } };
};

const isFaultKey = (key: string): key is keyof Fault => Object.hasOwn(LIMITS, key);

const isWithin = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= limit;

const parseObject = (body: Buffer): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

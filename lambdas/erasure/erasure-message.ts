import type { ErasureRun } from '../../domain/erasure/erasure';

/** An erasure as it travels. */
export const writeErasure = (run: ErasureRun): string => JSON.stringify(run);

/** Reads it back; throws for what is none, so that it ends among the dead letters. */
export const readErasure = (body: string): ErasureRun => {
  const value: unknown = JSON.parse(body);
  if (isErasure(value)) return value;
  throw new Error('The message is no erasure.');
};

const TEXTS = ['requestId', 'phase', 'from', 'until'];
const NUMBERS = ['step', 'attempt', 'failures'];

const isErasure = (value: unknown): value is ErasureRun => {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return (
    TEXTS.every((name) => typeof members.get(name) === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(members.get(name))) &&
    typeof members.get('removed') === 'object'
  );
};

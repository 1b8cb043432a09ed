import type { CurationRun } from '../../../domain/lake/curation';

/** A run as it travels. */
export const writeRun = (run: CurationRun): string => JSON.stringify(run);

/** Reads it back; throws for what is none, so that it ends among the dead letters. */
export const readRun = (body: string): CurationRun => {
  const value: unknown = JSON.parse(body);
  if (isRun(value)) return value;
  throw new Error('The message is no run of curation.');
};

const isRun = (value: unknown): value is CurationRun =>
  typeof value === 'object' &&
  value !== null &&
  'runId' in value &&
  typeof value.runId === 'string' &&
  'today' in value &&
  typeof value.today === 'string' &&
  'step' in value &&
  Number.isSafeInteger(value.step) &&
  'attempt' in value &&
  Number.isSafeInteger(value.attempt) &&
  'arrivals' in value &&
  Array.isArray(value.arrivals) &&
  (!('dates' in value) || Array.isArray(value.dates));

import { type LakeDate, startOf } from '../../../domain/lake';

/** A part of the lake's answer: one object, of which so many viewers are done. */
export interface RebuildPart {
  readonly key: string;
  readonly viewers: number;
  /** Of those: whom the stream knows otherwise. */
  readonly drifted: number;
}

/** A rebuild of every profile as it travels: first as the question to the lake, then as each object of the answer by itself. */
export interface Rebuild {
  /** Sorts by time. */
  readonly runId: string;
  /** Playbacks that ended before this date began go into the profiles. */
  readonly until: LakeDate;
  /** Attempts so far at the question: each has a folder of its own. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** Of the question, once it is asked. */
  readonly queryId?: string | undefined;
  /** Of the answer, once it is there. */
  readonly part?: RebuildPart | undefined;
}

/** A rebuild as it travels. */
export const writeRebuild = (rebuild: Rebuild): string => JSON.stringify(rebuild);

/** Reads it back; throws for what is none, so that it ends among the dead letters. */
export const readRebuild = (body: string): Rebuild => {
  const value: unknown = JSON.parse(body);
  if (isRebuild(value)) return value;
  throw new Error('The message is no rebuild of features.');
};

/** Until when an operator asks to rebuild; undefined where nobody says. Throws, naming what is wrong. */
export const readUntil = (event: unknown, today: LakeDate): LakeDate | undefined => {
  if (typeof event !== 'object' || event === null || !('until' in event)) return undefined;
  const until = String(event.until);
  startOf(until);
  if (until > today) throw new RangeError(`${until} has not come yet: who still watches would lose what is to come.`);
  return until;
};

const isRebuild = (value: unknown): value is Rebuild =>
  typeof value === 'object' &&
  value !== null &&
  'runId' in value &&
  typeof value.runId === 'string' &&
  'until' in value &&
  typeof value.until === 'string' &&
  'attempt' in value &&
  Number.isSafeInteger(value.attempt) &&
  'failures' in value &&
  Number.isSafeInteger(value.failures) &&
  (!('part' in value) || isPart(value.part));

const isPart = (value: unknown): value is RebuildPart =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  'viewers' in value &&
  Number.isSafeInteger(value.viewers) &&
  'drifted' in value &&
  Number.isSafeInteger(value.drifted);

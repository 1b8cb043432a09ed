import { type LakeDate, startOf } from '../../../domain/lake';
import { Fields } from '../../foundation/fields';

/** An object of the query result, and the progress in it. */
export interface RebuildPart {
  readonly key: string;
  /** Viewers whose profiles are written. */
  readonly viewers: number;
  /** Of these viewers, those for whom the stream and the lake disagree. */
  readonly drifted: number;
}

/**
 * A rebuild run in the form in which it is sent through the queue: first one message that queries the lake, then one for each
 * object of the query result.
 */
export interface RebuildRun {
  /** Sorts by time. */
  readonly runId: string;
  /** Profiles contain the playbacks that ended before this date began. */
  readonly until: LakeDate;
  /** Attempts at the query so far; each has its own folder. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** The query, once it is started. */
  readonly queryId?: string | undefined;
  /** A part of the query result, once the query has succeeded. */
  readonly part?: RebuildPart | undefined;
}

export const encodeRebuildRun = (run: RebuildRun): string => JSON.stringify(run);

/** Decodes a message; throws if it is not a rebuild run, so that it ends in the dead-letter queue. */
export const decodeRebuildRun = (body: string): RebuildRun => {
  const fields = Fields.parse(body, 'rebuild message');
  return {
    runId: fields.text('runId'),
    until: fields.text('until'),
    attempt: fields.integer('attempt'),
    failures: fields.integer('failures'),
    queryId: fields.optional('queryId', (name) => fields.text(name)),
    part: fields.optional('part', (name) => decodePart(fields.object(name))),
  };
};

const decodePart = (fields: Fields): RebuildPart => ({
  key: fields.text('key'),
  viewers: fields.integer('viewers'),
  drifted: fields.integer('drifted'),
});

/**
 * The date until which an operator requests a rebuild; undefined if the payload has none. Throws with what is wrong with
 * it.
 */
export const readUntil = (event: unknown, today: LakeDate): LakeDate | undefined => {
  if (typeof event !== 'object' || event === null || !('until' in event)) return undefined;
  const until = String(event.until);
  startOf(until);
  if (until > today) throw new RangeError(`${until} is in the future: playbacks before it are still missing.`);
  return until;
};

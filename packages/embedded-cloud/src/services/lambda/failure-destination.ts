import { randomUUID } from 'node:crypto';
import type { RoleSession } from '../../core/iam';
import type { ObjectWriter, QueueWriter } from '../../core/ports';
import { writeDestination } from '../../core/role-accesses';
import { type JsonObject, ServiceError } from '../../core/service';
import { type Backoff, waitBefore } from '../../core/backoff';

const MAX_TRIES = 5;

/** The services that an on-failure destination can belong to. */
export interface FailureSinks {
  readonly objects: ObjectWriter;
  readonly queues: QueueWriter;
}

/** How discarded events are sent. */
export interface Sending {
  readonly sinks: FailureSinks;
  /** The session of the function's role, which writes to the destination; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
}

/**
 * Sends a discarded invocation to an on-failure destination: to S3 with its payload, to SQS without it. Returns false
 * when all five attempts failed or the signal aborted the retries.
 */
export const sendToDestination = async (
  destinationArn: string,
  discarded: { readonly document: JsonObject; readonly payload: string; readonly keyPrefix: string },
  { sinks, session, backoff, signal }: Sending,
): Promise<boolean> => {
  const key = toKey(discarded.keyPrefix, new Date().toISOString());
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    try {
      session?.check(...writeDestination(destinationArn, key));
      await send(sinks, destinationArn, discarded, key);
      return true;
    } catch {
      // As on AWS, a destination that rejects every write does not block the source forever.
      if (!(await waitBefore(attempt, backoff, signal))) return false;
    }
  }
  return false;
};

/** Throws for a destination type that the embedded cloud does not support. */
export const checkDestination = (destinationArn: string): void => {
  if (!/^arn:aws:(s3|sqs):/.test(destinationArn)) {
    const message = `The embedded cloud supports on-failure destinations in S3 and SQS, not ${destinationArn}.`;
    throw new ServiceError('InvalidParameterValueException', message);
  }
};

const send = (
  { objects, queues }: FailureSinks,
  destinationArn: string,
  { document, payload }: { readonly document: JsonObject; readonly payload: string },
  key: string,
): Promise<void> => {
  if (destinationArn.startsWith('arn:aws:sqs:')) return queues.send(destinationArn, JSON.stringify(document));
  const bucket = destinationArn.slice('arn:aws:s3:::'.length).split('/')[0] ?? '';
  return objects.putObject(bucket, key, Buffer.from(JSON.stringify({ ...document, payload })), 'application/json');
};

/** `<prefix>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>`, the format that AWS documents. */
const toKey = (prefix: string, iso: string): string => {
  const day = iso.slice(0, 10);
  return `${prefix}/${day.replaceAll('-', '/')}/${iso.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
};

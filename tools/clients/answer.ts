import { isObject } from 'embedded-cloud/json';

/** The line that a program prints for one operation. */
export interface Answer {
  /** The library that called, for example boto3. */
  readonly client: string;
  readonly version: string;
  /** An operation of an API, as `kinesis:PutRecords`, or a task of a library in words. */
  readonly operation: string;
  readonly ok: boolean;
  /** What differed from the expectation. */
  readonly error?: string;
}

/** Parses a line of a program's output; undefined if it is not an answer. */
export const toAnswer = (line: string): Answer | undefined => {
  const value = parse(line);
  if (!isObject(value)) return undefined;
  const { client, version, operation, ok, error } = value;
  if (typeof client !== 'string' || typeof version !== 'string' || typeof operation !== 'string') return undefined;
  return { client, version, operation, ok: ok === true, ...(typeof error === 'string' && { error }) };
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

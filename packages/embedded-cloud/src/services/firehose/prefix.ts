import { createHash } from 'node:crypto';
import { invalid, unsupported } from './errors';

/** The values from which the expressions of a prefix are evaluated. */
export interface PrefixContext {
  /** The arrival time of the object's oldest record, epoch ms. */
  readonly arrivedAt: number;
  /** IANA name. */
  readonly timeZone: string;
  /** Seed of the random strings: a batch that is delivered twice gets the same key. */
  readonly id: string;
}

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g;
const DEFAULT_TIME = '!{timestamp:yyyy/MM/dd/HH/}';

/** One part of a Java DateTimeFormatter pattern: a quoted text, a run of one letter, or other characters. */
const PATTERN_PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

/**
 * The prefix, with the time that Firehose appends when it contains none; throws for expressions that are not supported.
 */
export const toPrefix = (declared: string): string => {
  for (const [expression, namespace, value = ''] of declared.matchAll(EXPRESSION)) {
    const isKnown = namespace === 'timestamp' ? isPattern(value) : `${namespace}:${value}` === 'firehose:random-string';
    if (!isKnown) throw unsupported(`${expression} in a Prefix`);
  }
  if (declared.replace(EXPRESSION, '').includes('!{')) {
    throw invalid(`"${declared}" contains an incomplete expression.`);
  }
  return declared.includes('!{timestamp:') ? declared : declared + DEFAULT_TIME;
};

/**
 * Throws as AWS does: expressions in Prefix require an ErrorOutputPrefix, whose expressions must include the error
 * type.
 */
export const checkErrorPrefix = (prefix: string, errorPrefix: string | undefined): void => {
  if (errorPrefix === undefined && prefix.includes('!{')) {
    throw invalid("ErrorOutputPrefix can't be null when Prefix contains expressions.");
  }
  if (errorPrefix?.includes('!{') && !errorPrefix.includes('!{firehose:error-output-type}')) {
    throw invalid('ErrorOutputPrefix must contain !{firehose:error-output-type}.');
  }
};

/** The prefix for failures of one type, with its expressions evaluated. */
export const evaluateErrorPrefix = (prefix: string, errorType: string, context: PrefixContext): string =>
  evaluatePrefix(prefix.replaceAll('!{firehose:error-output-type}', errorType), context);

/** The prefix with its expressions evaluated. Source: "Understand custom prefixes for Amazon S3 objects". */
export const evaluatePrefix = (prefix: string, { arrivedAt, timeZone, id }: PrefixContext): string => {
  let count = 0;
  return prefix.replace(EXPRESSION, (_, namespace: string, value: string) =>
    namespace === 'timestamp' ? formatTime(value, arrivedAt, timeZone) : randomString(`${id} ${count++}`),
  );
};

/** Formats a time with the letters y M d H m s S of Java's DateTimeFormatter, as numbers. */
export const formatTime = (pattern: string, epochMs: number, timeZone: string): string => {
  const fields = timeFields(epochMs, timeZone);
  return pattern.replace(PATTERN_PART, (part, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    if (letter === undefined) return part;
    const digits = fields[letter] ?? '';
    if (letter === 'S') return digits.padEnd(part.length, '0').slice(0, part.length);
    return part === 'yy' ? digits.slice(-2) : String(Number(digits)).padStart(part.length, '0');
  });
};

/** Whether `formatTime` supports every letter. A run of three or more letters means a name, such as a month's. */
const isPattern = (pattern: string): boolean =>
  pattern !== '' &&
  [...pattern.matchAll(PATTERN_PART)].map(([part]) => part).join('') === pattern &&
  [...pattern.matchAll(PATTERN_PART)].every(
    ([part, , letter]) => letter === undefined || /^(y+|S+|([MdHms])\2?)$/.test(part),
  );

const timeFields = (epochMs: number, timeZone: string): Readonly<Record<string, string>> => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return { y: year, M: month, d: day, H: hour, m: minute, s: second, S: String(epochMs % 1_000).padStart(3, '0') };
};

const randomString = (seed: string): string =>
  createHash('sha256').update(seed).digest('base64').replace(/[+/]/g, '').slice(0, 11);

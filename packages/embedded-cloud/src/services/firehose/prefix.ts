import { createHash } from 'node:crypto';
import { ServiceError } from '../../core/service';

/** What the expressions of a prefix are evaluated from. */
export interface PrefixContext {
  /** When the oldest record of the object arrived, epoch ms. */
  readonly arrivedAt: number;
  /** IANA name. */
  readonly timeZone: string;
  /** The same id gives the same random strings, so that an object sent twice has one key. */
  readonly id: string;
}

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g;
const DEFAULT_TIME = '!{timestamp:yyyy/MM/dd/HH/}';

/** The part of a Java DateTimeFormatter pattern at the place: a quoted text, a run of one letter, or what is between. */
const PATTERN_PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

/** The prefix with the time that Firehose puts behind one that names none; throws for expressions that are not run here. */
export const toPrefix = (declared: string): string => {
  for (const [expression, namespace, value = ''] of declared.matchAll(EXPRESSION)) {
    const isKnown = namespace === 'timestamp' ? isPattern(value) : `${namespace}:${value}` === 'firehose:random-string';
    if (!isKnown) throw invalid(`The embedded Firehose does not run ${expression} in a Prefix.`);
  }
  if (declared.replace(EXPRESSION, '').includes('!{'))
    throw invalid(`"${declared}" has an expression that is not whole.`);
  return declared.includes('!{timestamp:') ? declared : declared + DEFAULT_TIME;
};

/** Throws where AWS would: expressions in Prefix need an ErrorOutputPrefix, and that one must tell the kind of error. */
export const checkErrorPrefix = (prefix: string, errorPrefix: string | undefined): void => {
  if (errorPrefix === undefined && prefix.includes('!{')) {
    throw invalid("ErrorOutputPrefix can't be null when Prefix contains expressions.");
  }
  if (errorPrefix?.includes('!{') && !errorPrefix.includes('!{firehose:error-output-type}')) {
    throw invalid('ErrorOutputPrefix must contain !{firehose:error-output-type}.');
  }
};

/** The prefix of what failed in some way, with its expressions evaluated. */
export const evaluateErrorPrefix = (prefix: string, errorType: string, context: PrefixContext): string =>
  evaluatePrefix(prefix.replaceAll('!{firehose:error-output-type}', errorType), context);

/** The prefix with its expressions evaluated. Source: "Understand custom prefixes for Amazon S3 objects". */
export const evaluatePrefix = (prefix: string, { arrivedAt, timeZone, id }: PrefixContext): string => {
  let count = 0;
  return prefix.replace(EXPRESSION, (_, namespace: string, value: string) =>
    namespace === 'timestamp' ? formatTime(value, arrivedAt, timeZone) : randomString(`${id} ${count++}`),
  );
};

/** A time in the letters y M d H m s S of Java's DateTimeFormatter, as numbers. */
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

/** Whether `formatTime` knows every letter; a run of three or more would ask for a name, such as a month's. */
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

const invalid = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);

import { isObject } from '../../../core/service';
import { eventIdOf, ingestionTimeOf, type LogEvent } from '../log-event';

/** A value of a field; undefined when the event lacks the field. An instant is a Date, which is shown as one. */
export type Value = string | number | Date | undefined;

/** A row of a query: an event, or a group of `stats`. */
export interface Row {
  get(field: string): Value;
}

/** A row with computed fields in front of those of another row. */
export const withFields = (row: Row | undefined, fields: ReadonlyMap<string, Value>): Row => ({
  get: (field) => (fields.has(field) ? fields.get(field) : row?.get(field)),
});

/**
 * The fields of an event: those that begin with @, and those of the JSON in its message, with dots between their names.
 * A boolean is 1 or 0. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export const toRow = (event: LogEvent, log: string): Row => {
  let json: unknown;
  let isParsed = false;
  const root = (): unknown => {
    if (!isParsed) json = jsonIn(event.message);
    isParsed = true;
    return json;
  };
  return {
    get: (field) => (field.startsWith('@') ? systemField(event, log, field) : toValue(valueAt(root(), field))),
  };
};

const systemField = (event: LogEvent, log: string, field: string): Value => {
  switch (field) {
    case '@timestamp':
      return new Date(event.timestamp);
    case '@ingestionTime':
      return new Date(ingestionTimeOf(event));
    case '@message':
      return event.message;
    case '@logStream':
      return event.stream;
    case '@log':
      return log;
    case '@ptr':
      return Buffer.from(`${log} ${eventIdOf(event)}`).toString('base64');
    default:
      return platformField(event.message, field);
  }
};

const PLATFORM_NUMBERS: Readonly<Record<string, RegExp>> = {
  '@duration': /\tDuration: ([\d.]+) ms/,
  '@billedDuration': /\tBilled Duration: ([\d.]+) ms/,
  '@initDuration': /\tInit Duration: ([\d.]+) ms/,
};

const MEMORY = /\tMemory Size: ([\d.]+) MB/;

/** A field that Logs Insights finds in the lines of Lambda; the memory is in bytes. */
const platformField = (message: string, field: string): Value => {
  const type = /^(START|END|REPORT) RequestId: ([\w-]+)/.exec(message);
  if (field === '@requestId') return type?.[2] ?? /^[\d:.TZ-]+\t([\w-]{36})\t/.exec(message)?.[1];
  if (field === '@type') return type?.[1];
  if (type?.[1] !== 'REPORT') return undefined;
  const found = (field === '@memorySize' ? MEMORY : PLATFORM_NUMBERS[field])?.exec(message)?.[1];
  if (found === undefined) return undefined;
  return field === '@memorySize' ? Number(found) * 1_000_000 : Number(found);
};

/** The first JSON object of a message, which may follow other text. */
const jsonIn = (message: string): unknown => {
  const start = message.indexOf('{');
  if (start < 0) return undefined;
  try {
    return JSON.parse(message.slice(start, message.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
};

/** The value of `a.b.0` in an object; a name may itself contain dots. */
const valueAt = (value: unknown, path: string): unknown => {
  if (Array.isArray(value)) return valueAt(Object.fromEntries(value.entries()), path);
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const found = valueAt(value[path.slice(0, dot)], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
};

const toValue = (value: unknown): Value => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
};

/** A value as text: an instant as `2026-11-30 12:00:00.000`, a number with at most four decimals. */
export const toText = (value: Value): string => {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : (value ?? '');
};

import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES } from '../families/viewing';
import { hash32 } from '../ingest';
import type { FatalError, QualityEvent, QualityReport } from './quality-report';

/** Reads a report; undefined for a body that `toReports` cannot have written. */
export const readReport = (body: string): QualityReport | undefined => {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const report: Unchecked = hasObjects(value) ? withRows(value, body) : value;
  return isReport(report) ? report : undefined;
};

type Unchecked = Partial<Record<keyof QualityReport, unknown>>;

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const isReport = (value: Unchecked): value is QualityReport =>
  isCount(value.received_at) &&
  isCount(value.accepted) &&
  isCount(value.refused) &&
  isCount(value.late) &&
  Array.isArray(value.events) &&
  value.events.every(isRow);

const names = new Set<unknown>(EVENT_NAMES);
const states = new Set<unknown>([null, ...PLAYBACK_STATES]);
const devices = new Set<unknown>(DEVICE_TYPES);
const fatalErrors = new Set<unknown>([null, 'fault', 'business'] satisfies readonly (FatalError | null)[]);

/** The row of an error has one element more. */
const ROW_LENGTH = 9;

const isRow = (row: unknown): boolean => {
  if (!Array.isArray(row)) return false;
  const [event, state, intervalMs, ageMs, session, deviceType, cdn, startupMs, fatalError] = row as readonly unknown[];
  return (
    names.has(event) &&
    states.has(state) &&
    isCount(intervalMs) &&
    isCount(ageMs) &&
    isCount(session) &&
    devices.has(deviceType) &&
    (cdn === null || typeof cdn === 'string') &&
    (startupMs === null || isCount(startupMs)) &&
    fatalErrors.has(fatalError) &&
    (row.length === ROW_LENGTH || isError(row[ROW_LENGTH]))
  );
};

const isError = (value: unknown): boolean => {
  if (!Array.isArray(value)) return false;
  const [code, appVersion, contentId] = value as readonly unknown[];
  return (
    typeof code === 'string' && (appVersion === null || typeof appVersion === 'string') && typeof contentId === 'string'
  );
};

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** An event in a report of the edge before this one. */
interface EventObject {
  readonly event?: unknown;
  readonly state?: unknown;
  readonly interval_ms?: unknown;
  readonly device_type?: unknown;
  readonly cdn?: unknown;
  readonly startup_ms?: unknown;
  readonly error_fatal?: unknown;
  readonly error_business?: unknown;
}

interface ReportOfObjects {
  readonly events: readonly EventObject[];
}

/** Whether the report is of the edge before this one. A deployment meets such reports in the queue. */
const hasObjects = (value: Unchecked): value is ReportOfObjects =>
  Array.isArray(value.events) && value.events.length > 0 && value.events.every(isPlainObject);

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Such a report names no sessions, so each of its events counts as a session of its own. */
const withRows = (report: ReportOfObjects, body: string): Unchecked => {
  const first = hash32(body) >>> 1;
  return { ...report, events: report.events.map((event, index) => rowOf(event, first + index)) };
};

type UncheckedRow = { readonly [Index in keyof QualityEvent]: unknown };

const rowOf = (event: EventObject, session: number): UncheckedRow => [
  event.event,
  event.state ?? null,
  event.interval_ms ?? 0,
  0,
  session,
  event.device_type,
  event.cdn ?? null,
  event.startup_ms ?? null,
  fatalErrorOf(event),
];

const fatalErrorOf = ({ error_fatal, error_business }: EventObject): FatalError | null => {
  if (error_fatal !== true) return null;
  return error_business === true ? 'business' : 'fault';
};

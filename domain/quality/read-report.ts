import { DEVICE_TYPES, EVENT_NAMES, PLAYBACK_STATES, STREAM_TYPES } from '../families/viewing';
import type { FatalError, QualityReport } from './quality-report';

/** Reads a report; undefined for a body that `toReports` cannot have written. */
export const readReport = (body: string): QualityReport | undefined => {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const report: Unchecked = isEarlier(value) ? withPlayers(value) : value;
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
  Array.isArray(value.players) &&
  value.players.every(isPlayer) &&
  Array.isArray(value.events) &&
  areEvents(value.events, value.players.length);

const names = new Set<unknown>(EVENT_NAMES);
const states = new Set<unknown>([null, ...PLAYBACK_STATES]);
const devices = new Set<unknown>(DEVICE_TYPES);
const fatalErrors = new Set<unknown>([null, 'fault', 'business'] satisfies readonly (FatalError | null)[]);

const streamTypes = new Set<unknown>([null, ...STREAM_TYPES]);

const isPlayer = (row: unknown): boolean => {
  if (!Array.isArray(row)) return false;
  const [deviceType, cdn, appVersion, contentId, country, streamType, viewer] = row as readonly unknown[];
  return (
    devices.has(deviceType) &&
    [cdn, appVersion, contentId, country].every((value) => value === null || typeof value === 'string') &&
    streamTypes.has(streamType) &&
    isCount(viewer)
  );
};

const areEvents = (rows: readonly unknown[], players: number): boolean => rows.every((row) => isEvent(row, players));

const isEvent = (row: unknown, players: number): boolean => {
  if (!Array.isArray(row)) return false;
  const [event, state, intervalMs, ageMs, session, player, startupMs, fatalError, errorCode] =
    row as readonly unknown[];
  return (
    names.has(event) &&
    states.has(state) &&
    isCount(intervalMs) &&
    isCount(ageMs) &&
    isCount(session) &&
    isCount(player) &&
    player < players &&
    (startupMs === null || isCount(startupMs)) &&
    fatalErrors.has(fatalError) &&
    (errorCode === undefined || typeof errorCode === 'string')
  );
};

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** A row of a report of the edge before this one: with the device class and the CDN, and without players. */
type EarlierRow = readonly [...shared: unknown[]];

interface EarlierReport {
  readonly events: readonly EarlierRow[];
}

/** Whether the report is of the edge before this one. A deployment meets such reports in the queue. */
const isEarlier = (value: Unchecked): value is EarlierReport =>
  value.players === undefined && Array.isArray(value.events) && value.events.every(Array.isArray);

/** Each event has a player of its own. Such a report names no viewers, so each session is one; its error codes are left out. */
const withPlayers = (report: EarlierReport): Unchecked => ({
  ...report,
  players: report.events.map(([, , , , session, device, cdn]) => [device, cdn, null, null, null, null, session]),
  events: report.events.map(([event, state, intervalMs, ageMs, session, , , startupMs, fatalError], player) => [
    ...[event, state, intervalMs, ageMs, session],
    ...[player, startupMs, fatalError],
  ]),
});

import { readFileSync } from 'node:fs';
import { CannotStart } from '../command/errors';
import { LADDER_KBPS, type RenditionStretch, type Shape } from './shape';

const RENDITION_COLUMNS = ['s_144p', 's_240p', 's_360p', 's_480p', 's_720p'] as const;
const COLUMNS = ['media_s', 'wall_s', 'stall_count', ...RENDITION_COLUMNS, 'switches'] as const;
type Column = (typeof COLUMNS)[number];
type Row = Readonly<Record<Column, number>>;

/** The length of a wait in sessions that ended early: their traces do not contain it. */
const UNKNOWN_WAIT_MS = 1_000;

/** The readable sessions of a trace, and a sentence with file, line and column for each unreadable value. */
export interface Trace {
  readonly shapes: readonly Shape[];
  readonly problems: readonly string[];
}

/** Reads a CSV of measured sessions; throws {@link CannotStart} with the first problems, if any. */
export const readTrace = (file: string): readonly Shape[] => {
  const { shapes, problems } = parseTrace(readText(file), file);
  if (problems.length > 0) throw new CannotStart(problems.slice(0, 5).join('\n'));
  return shapes;
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CannotStart(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

/** Parses a CSV with a header and one session per row; `file` is its name in the problems. */
export const parseTrace = (text: string, file: string): Trace => {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const names = header.split(',');
  const missing = COLUMNS.filter((column) => !names.includes(column));
  const problems = missing.map((column) => `${file}:1: the column ${column} is missing.`);
  const shapes: Shape[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '' || missing.length > 0) continue;
    const row = toRow(names, line.split(','), (column, reason) => {
      problems.push(`${file}:${index + 2}: ${column} ${reason}.`);
    });
    if (row) shapes.push(toShape(row));
  }
  if (shapes.length === 0 && problems.length === 0) problems.push(`${file}:1: the file contains no session.`);
  return { shapes, problems };
};

const toRow = (names: string[], values: string[], report: (column: Column, reason: string) => void) => {
  const unreadable: Column[] = [];
  const read = (column: Column): number => {
    const text = values[names.indexOf(column)] ?? '';
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isFinite(value) && value >= 0) return value;
    unreadable.push(column);
    report(column, `is "${text}", not a number of 0 or more`);
    return 0;
  };
  const row: Row = {
    media_s: read('media_s'),
    wall_s: read('wall_s'),
    stall_count: read('stall_count'),
    s_144p: read('s_144p'),
    s_240p: read('s_240p'),
    s_360p: read('s_360p'),
    s_480p: read('s_480p'),
    s_720p: read('s_720p'),
    switches: read('switches'),
  };
  return unreadable.length === 0 ? row : undefined;
};

/** A trace has only the total of all waits, the startup included: each wait gets an equal part. */
const toShape = (row: Row): Shape => {
  const toTheEnd = row.wall_s >= row.media_s;
  const waits = Math.max(1, Math.round(row.stall_count));
  const waitMs = toTheEnd ? Math.round(((row.wall_s - row.media_s) * 1_000) / waits) : UNKNOWN_WAIT_MS;
  const playingMs = Math.round(toTheEnd ? row.media_s * 1_000 : Math.max(0, row.wall_s * 1_000 - waits * waitMs));
  return {
    startupMs: waitMs,
    playingMs,
    stallsMs: Array.from({ length: waits - 1 }, () => waitMs),
    renditions: toRenditions(row, playingMs),
    toTheEnd,
  };
};

/**
 * Divides the time of each rendition into pieces and alternates them from the lowest up, with as many changes as
 * measured.
 */
const toRenditions = (row: Row, playingMs: number): RenditionStretch[] => {
  const used = RENDITION_COLUMNS.flatMap((column, rung) => {
    const seconds = row[column];
    return seconds > 0 ? [{ bitrateKbps: LADDER_KBPS[rung] ?? LADDER_KBPS[2], seconds }] : [];
  });
  const total = used.reduce((sum, { seconds }) => sum + seconds, 0);
  const pieces = used.length > 1 ? Math.max(used.length, Math.round(row.switches) + 1) : used.length;
  return Array.from({ length: pieces }, (_, piece) => {
    const turn = piece % used.length;
    const { bitrateKbps, seconds } = used[turn] ?? { bitrateKbps: LADDER_KBPS[2], seconds: 0 };
    const turns = Math.ceil((pieces - turn) / used.length);
    return { bitrateKbps, durationMs: Math.floor(((seconds / total) * playingMs) / turns) };
  });
};

import { PERIOD_MS } from './period';
import { hash32 } from '../ingest';
import { errorIn, isEnd, isFirstFrame, type QualityEvent } from './quality-report';
import { SessionSlots } from './session-slots';

/** What an event may add to the totals. */
export interface Share {
  /** How much of its playing or rebuffering interval counts, ms. */
  readonly ms: number;
  /** How much of it does not count, ms. */
  readonly uncountedMs: number;
  /** Whether it counts as a request, as a first frame or as an end, if it is one of them. */
  readonly asStep: boolean;
  /** Whether it is an error whose code counts. */
  readonly asError: boolean;
}

/** A player reports every 10 s (docs/events.md), so what it tells in a period began at most this long before the period. */
const PACE_MS = 10_000;
/** The most playing and rebuffering time that an honest session tells in one period. */
const MAX_MS_PER_PERIOD = PERIOD_MS + PACE_MS;
/** An interval is at most 120 s long and at most 60 s late: after this time, no event can claim a time again. */
const REMEMBERED_MS = 180_000;

/** What is kept for a session, by its place in the slot. Times are epoch ms modulo 2^32. */
const FROM = 1;
const UNTIL = 2;
/** The latest period of receipt, counted from 1970. */
const PERIOD = 3;
/** The playing and rebuffering time that counted in this period, ms. */
const COUNTED_MS = 4;
const FLAGS = 5;
/** The error codes that counted: four hashes of 16 bits in two numbers. */
const ERROR_CODES = 6;

/** Flags: which steps counted in the period, whether the playback has ended, and whether a span is known. */
const REQUESTED = 1;
const STARTED = 2;
const CLOSED = 4;
const ENDED = 8;
const HAS_SPAN = 16;
const OUTLIVES_PERIOD = ENDED | HAS_SPAN;

/** Farther back than any claim. */
const LONG_MS = 2 ** 30;

/**
 * Gives each session its honest share of the totals, whatever it claims: a time counts once; a period of receipt counts at
 * most 20 s of a session, one request, one first frame and one end; nothing counts before the request or after the end. An error code counts once, and
 * at most four codes count.
 *
 * The time that a session has claimed is kept as one span. What an interval claims outside the span counts. An interval
 * that arrives after a later one may lie inside the span although it did not count: sums can only be too small.
 */
export class FairShares {
  private readonly slots: SessionSlots;

  /** `seed` is a random 32-bit number: see {@link SessionSlots}. */
  constructor(seed: number) {
    this.slots = new SessionSlots(REMEMBERED_MS, seed);
  }

  /** The share of an event whose report was received at this time, epoch ms. */
  shareOf(event: QualityEvent, receivedAt: number): Share {
    const [name, state, intervalMs, ageMs, session] = event;
    const watchedMs = state === 'playing' || state === 'rebuffering' ? intervalMs : 0;
    const at = (receivedAt - ageMs) | 0;
    const slot = this.slots.find(session, receivedAt);
    const { table } = this.slots;
    enterPeriod(table, slot, Math.floor(receivedAt / PERIOD_MS));
    if (name === 'play_request') return { ms: 0, uncountedMs: 0, asStep: begin(table, slot, at), asError: false };
    if (hasFlag(table, slot, ENDED)) return { ms: 0, uncountedMs: watchedMs, asStep: false, asError: false };
    const ms = count(table, slot, Math.min(watchedMs, claim(table, slot, at, intervalMs)));
    const code = errorIn(event);
    const asError = code !== undefined && addCode(table, slot, code);
    return { ms, uncountedMs: watchedMs - ms, asStep: takeStep(table, slot, event), asError };
  }

  /** Forgets all sessions. If the totals of a batch could not be published, its events come again and must count then. */
  forget(): void {
    this.slots.clear();
  }
}

const hasFlag = (table: Int32Array, slot: number, flag: number): boolean => ((table[slot + FLAGS] ?? 0) & flag) !== 0;

/** Sets a flag; whether it was not set before. */
const setFlag = (table: Int32Array, slot: number, flag: number): boolean => {
  const flags = table[slot + FLAGS] ?? 0;
  table[slot + FLAGS] = flags | flag;
  return (flags & flag) === 0;
};

/** A report of an earlier period that arrives late uses the share of the latest one: going back opens no new share. */
const enterPeriod = (table: Int32Array, slot: number, period: number): void => {
  if (period <= (table[slot + PERIOD] ?? 0)) return;
  table[slot + PERIOD] = period;
  table[slot + COUNTED_MS] = 0;
  table[slot + FLAGS] = (table[slot + FLAGS] ?? 0) & OUTLIVES_PERIOD;
};

/** Begins a playback: no time before it counts. A session whose viewer tries again begins another one. */
const begin = (table: Int32Array, slot: number, at: number): boolean => {
  if (!setFlag(table, slot, REQUESTED)) return false;
  claim(table, slot, at, LONG_MS);
  table[slot + FLAGS] = (table[slot + FLAGS] ?? 0) & ~ENDED;
  return true;
};

/** Adds an interval that ends at a time to the span of the session; how much of it was outside, ms. */
const claim = (table: Int32Array, slot: number, at: number, interval: number): number => {
  const start = (at - interval) | 0;
  if (setFlag(table, slot, HAS_SPAN)) {
    table[slot + FROM] = start;
    table[slot + UNTIL] = at;
    return interval;
  }
  const before = ((table[slot + FROM] ?? 0) - start) | 0;
  const after = (at - (table[slot + UNTIL] ?? 0)) | 0;
  if (before > 0) table[slot + FROM] = start;
  if (after > 0) table[slot + UNTIL] = at;
  return clamp(before, interval) + clamp(after, interval);
};

const clamp = (ms: number, max: number): number => Math.max(0, Math.min(ms, max));

/** Counts time in the period of the session; how much of it there was room for, ms. */
const count = (table: Int32Array, slot: number, ms: number): number => {
  const counted = table[slot + COUNTED_MS] ?? 0;
  const room = Math.min(ms, MAX_MS_PER_PERIOD - counted);
  table[slot + COUNTED_MS] = counted + room;
  return room;
};

/** Whether the event counts as the step that it is. */
const takeStep = (table: Int32Array, slot: number, event: QualityEvent): boolean => {
  if (isFirstFrame(event)) return setFlag(table, slot, STARTED);
  if (!isEnd(event)) return true;
  setFlag(table, slot, ENDED);
  return setFlag(table, slot, CLOSED);
};

/** Notes an error code of the session; false if it has counted already, or four others have. */
const addCode = (table: Int32Array, slot: number, code: string): boolean => {
  const hash = hash32(code) >>> 16 || 1; // 0 marks a free place
  for (const at of [slot + ERROR_CODES, slot + ERROR_CODES + 1]) {
    for (const shift of [0, 16]) {
      const known = ((table[at] ?? 0) >>> shift) & 0xffff;
      if (known === hash) return false;
      if (known !== 0) continue;
      table[at] = (table[at] ?? 0) | (hash << shift);
      return true;
    }
  }
  return false;
};

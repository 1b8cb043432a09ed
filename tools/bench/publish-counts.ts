import { encodePresence, InstantPresence, PlaybackBounds } from '../../domain/live';

const TITLES = 1_000;
const STREAMS_OF_TITLE = 500;
const ROUNDS = 9;
const KEEP_MS = 900_000;

/** The load of 5 million streams: each is present at one instant every ten seconds. */
const STREAMS_PER_SECOND = 500_000;
/** The memory per stream that docs/scale.md assumes. */
const BYTES_OF_STREAM = 34;

/** Presence items of half a million streams, in the format of count-viewers. */
const sampleItems = (): readonly Buffer[] =>
  Array.from({ length: TITLES }, (_, title) => {
    const sessions = Array.from({ length: STREAMS_OF_TITLE }, (__, n) => [`${title}-${n}`, (n % 6) * 2] as const);
    return encodePresence(new Map([[`title-${title}`, new Map(sessions)]]));
  }).flat();

/** Measures merging the streams of an instant: streams per second, and bytes per stream. Requires --expose-gc. */
export const benchPublishCounts = () => {
  const items = sampleItems();
  const heldBytes = (): number => {
    for (let times = 0; times < 3; times++) globalThis.gc?.(); // a buffer is freed one collection after its owner
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const bounds = new PlaybackBounds(KEEP_MS);
  const before = heldBytes();
  const tookMs: number[] = [];
  let presence = new InstantPresence(0, bounds);
  for (let round = 0; round < ROUNDS; round++) {
    presence = new InstantPresence(0, bounds);
    const from = performance.now();
    for (const item of items) presence.add(item);
    tookMs.push(performance.now() - from);
  }
  const median = tookMs.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
  const streamsPerSecond = Math.round(presence.all.streams / (median / 1_000));
  const bytesOfStream = Math.round((heldBytes() - before) / presence.all.streams);
  return {
    streamsPerSecond,
    bytesOfStream,
    target: `streamsPerSecond >= ${STREAMS_PER_SECOND}, bytesOfStream <= ${BYTES_OF_STREAM}`,
    ok: streamsPerSecond >= STREAMS_PER_SECOND && bytesOfStream <= BYTES_OF_STREAM && presence.all.streams > 0,
  };
};

import { encodePresence, InstantPresence } from '../../domain/live';

const TITLES = 1_000;
const STREAMS_OF_TITLE = 500;
const ROUNDS = 9;

/** What 5 million streams bring, each told of at one instant in ten seconds. */
const STREAMS_PER_SECOND = 500_000;
/** What docs/scale.md reckons with. */
const BYTES_OF_STREAM = 34;

/** Presence items of half a million streams, as count-viewers writes them. */
const sampleItems = (): readonly Buffer[] =>
  Array.from({ length: TITLES }, (_, title) => {
    const sessions = Array.from({ length: STREAMS_OF_TITLE }, (__, n) => [`${title}-${n}`, (n % 6) * 2] as const);
    return encodePresence(new Map([[`title-${title}`, new Map(sessions)]]));
  }).flat();

/** Uniting the streams of an instant: how many a second, and what each takes. Run with --expose-gc. */
export const benchPublishCounts = () => {
  const items = sampleItems();
  const heldBytes = (): number => {
    for (let times = 0; times < 3; times++) globalThis.gc?.(); // buffers go a collection after what held them
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = heldBytes();
  const tookMs: number[] = [];
  let presence = new InstantPresence();
  for (let round = 0; round < ROUNDS; round++) {
    presence = new InstantPresence();
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

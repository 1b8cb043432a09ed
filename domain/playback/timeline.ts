import { limitsOf, type Bounds } from './bounds';
import { MAX_SPENT_MS, type Spent, SPENT_ORDER } from './state-bounds';

/** An event's claim: the state of the player in the interval that the event closes. Epoch ms. */
export interface Claim {
  readonly eventId: string;
  readonly state: Spent;
  readonly from: number;
  readonly to: number;
}

/** The time that a playback spent in each state, and what each claim added. */
export interface Timeline {
  /** Time by state, ms. A time counts once, however many events claim it. */
  readonly times: Readonly<Record<Spent, number>>;
  /** How much playing time a claim added, ms, by its event. */
  readonly playedBy: ReadonlyMap<string, number>;
  /** The end of the last playing interval; undefined if nothing was played. */
  readonly lastPlayedAt: number | undefined;
  /** The events whose claims overlap with earlier claims by more than a second. */
  readonly overlapping: ReadonlySet<string>;
}

/** Players round times and measure intervals on another clock than times, so claims may overlap a little. */
const TOLERANCE_MS = 1_000;

/**
 * The timeline of a playback from its events' claims, in any order. Claims are cut to the bounds of the playback. Where
 * claims overlap, the state that comes first in {@link SPENT_ORDER} counts, so the states never add up to more time
 * than has passed. Each claim adds what the claims that begin earlier have not covered.
 */
export const timelineOf = (claims: readonly Claim[], bounds: Bounds): Timeline => {
  const { from, to } = limitsOf(bounds);
  const overlapping = new Set<string>();
  const cut = claims
    .map((claim) => ({ ...claim, began: claim.from, from: Math.max(claim.from, from), to: Math.min(claim.to, to) }))
    .filter((claim) => claim.to > claim.from)
    .toSorted((a, b) => a.from - b.from || a.to - b.to || (a.eventId < b.eventId ? -1 : 1));
  const claimed = SPENT_ORDER.map(() => -Infinity); // the latest end of the claims so far, by state
  const counted = [...claimed]; // the same, of claims cut to the longest time of their state
  const covered = SPENT_ORDER.map(() => 0); // the time covered by claims of a state and of those before it
  const playedBy = new Map<string, number>();
  const first = cut[0]?.from ?? 0;
  for (const { eventId, state, began, from: start, to: end } of cut) {
    const level = SPENT_ORDER.indexOf(state);
    if (began + TOLERANCE_MS < Math.max(from, ...claimed)) overlapping.add(eventId);
    const since = Math.max(first, ...claimed.filter((_, other) => other !== level));
    const until = Math.min(end, since + (MAX_SPENT_MS[state] ?? Infinity));
    for (let wider = level; wider < SPENT_ORDER.length; wider++) {
      const added = Math.max(0, until - Math.max(start, ...counted.slice(0, wider + 1)));
      covered[wider] = (covered[wider] ?? 0) + added;
      if (wider === 0) playedBy.set(eventId, added);
    }
    claimed[level] = Math.max(claimed[level] ?? -Infinity, end);
    counted[level] = Math.max(counted[level] ?? -Infinity, until);
  }
  const times = SPENT_ORDER.map((state, level) => [state, (covered[level] ?? 0) - (covered[level - 1] ?? 0)] as const);
  const played = claimed[0] ?? -Infinity;
  return {
    times: Object.fromEntries(times) as Record<Spent, number>,
    playedBy,
    lastPlayedAt: played === -Infinity ? undefined : played,
    overlapping,
  };
};

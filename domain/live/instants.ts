/** The interval between the instants at which concurrent streams are counted, ms. An instant is a multiple of it, epoch ms. */
export const INSTANT_MS = 10_000;

/** The first instant at or after a time. */
export const instantAtOrAfter = (epochMs: number): number => Math.ceil(epochMs / INSTANT_MS) * INSTANT_MS;

/** The last instant at or before a time. */
export const instantAtOrBefore = (epochMs: number): number => Math.floor(epochMs / INSTANT_MS) * INSTANT_MS;

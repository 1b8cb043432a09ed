/** The beginning of a sort key that orders items by a time, epoch ms; no key of that time or a later one is smaller. */
export const timeKey = (ms: number): string => String(Math.max(0, Math.floor(ms))).padStart(14, '0');

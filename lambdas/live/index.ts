export type { LiveTitles, LiveTotal } from './live-counts-items';
export { LiveCountsReader } from './live-counts-reader';

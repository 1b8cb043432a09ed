export { readErrorRanking } from './error-ranking-reader';
export { OutagesReader } from './outages-reader';
export { periodMetrics } from './watch-quality/quality-metrics';

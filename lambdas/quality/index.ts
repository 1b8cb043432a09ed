export { readErrorRanking } from './error-ranking-reader';
export { periodMetrics } from './watch-quality/quality-metrics';

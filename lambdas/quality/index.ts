export { periodMetrics } from './watch-quality/quality-metrics';

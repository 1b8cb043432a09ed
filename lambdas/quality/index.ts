export { periodMetrics } from './publish-quality/quality-metrics';

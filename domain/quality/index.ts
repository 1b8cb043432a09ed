export { COHORT_DEVICES } from './cohort-devices';
export { foldQuality } from './fold-quality';
export { COHORT_METRICS, QUALITY_METRICS } from './metrics';
export { type QualityReport, readReport, toReports } from './quality-report';
export { noTotals, type QualityTotals } from './quality-totals';

export { foldQuality, mergeShares, type PeriodShare } from './fold-quality';
export { COHORT_METRICS, QUALITY_METRICS } from './metrics';
export { readShare, writeShare } from './period-share';
export { type QualityReport, readReport, toReports } from './quality-report';
export { noTotals, type QualityTotals } from './quality-totals';

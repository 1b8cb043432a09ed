export { COHORT_DEVICES } from './cohort-devices';
export { FairShares } from './fair-shares';
export { foldQuality } from './fold-quality';
export { COHORT_METRICS, QUALITY_METRICS } from './metrics';
export type { QualityReport } from './quality-report';
export { readReport } from './read-report';
export { noTotals, type QualityTotals } from './quality-totals';
export { toReports } from './write-reports';

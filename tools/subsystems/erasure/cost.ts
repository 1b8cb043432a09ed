import { ERASURE_METRICS } from '../../../domain/erasure';
import type { CostRegistration } from '../../cost/cost-registration';
import { metricUsage } from '../../cost/usage';

export default {
  usage: (load) => [metricUsage(load, Object.keys(ERASURE_METRICS).length)],
} satisfies CostRegistration;

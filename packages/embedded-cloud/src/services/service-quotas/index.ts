import { defineService } from '../../core/service-module';
import { ServiceQuotas } from './service-quotas';

/** Service Quotas. */
export const serviceQuotas = defineService('service-quotas', ({ surroundings }) => new ServiceQuotas(surroundings));

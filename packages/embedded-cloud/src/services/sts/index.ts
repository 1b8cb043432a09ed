import { defineService } from '../../core/service-module';
import { Sts } from './sts';

/** Security Token Service. */
export const sts = defineService('sts', ({ surroundings }) => new Sts(surroundings));

import { defineService } from '../../core/service-module';
import { Kms } from './kms';

/** Key Management Service. */
export const kms = defineService('kms', ({ surroundings, access }) => new Kms(surroundings, access));

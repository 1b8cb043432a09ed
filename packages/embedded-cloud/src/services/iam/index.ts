import { defineService } from '../../core/service-module';
import { Iam } from './iam';

/** Identity and Access Management. */
export const iam = defineService('iam', ({ surroundings, access }) => new Iam(surroundings, access));

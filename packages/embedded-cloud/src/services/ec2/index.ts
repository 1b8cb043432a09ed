import { defineService } from '../../core/service-module';
import { Ec2 } from './ec2';

/** Elastic Compute Cloud. */
export const ec2 = defineService('ec2', ({ surroundings }) => new Ec2(surroundings));

import { defineService } from '../../core/service-module';
import { CloudFormation } from './cloudformation';

/** The stacks that this cloud deployed, as CloudFormation describes them. */
export const cloudformation = defineService('cloudformation', ({ stacks }) => new CloudFormation(stacks));

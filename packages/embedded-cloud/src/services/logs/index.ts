import { defineService } from '../../core/service-module';
import { Logs } from './logs';

/** CloudWatch Logs. */
export const logs = defineService('logs', ({ surroundings, provide }) => provide('logs', new Logs(surroundings)));

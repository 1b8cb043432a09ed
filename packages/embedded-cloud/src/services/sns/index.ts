import { defineService } from '../../core/service-module';
import { Sns } from './sns';

/** Simple Notification Service. */
export const sns = defineService('sns', ({ surroundings, provide }) => provide('topics', new Sns(surroundings)));

import { defineService } from '../../core/service-module';
import { Glue } from './glue';

/** The Glue Data Catalog. */
export const glue = defineService('glue', ({ surroundings, provide }) => provide('catalog', new Glue(surroundings)));

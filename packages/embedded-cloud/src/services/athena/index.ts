import { defineService } from '../../core/service-module';
import { Athena } from './athena';

/** Athena, over the tables of the Glue Data Catalog. */
export const athena = defineService(
  'athena',
  ({ surroundings, faults, need }) =>
    new Athena({ surroundings, faults, catalog: need('catalog'), objects: need('objects') }),
);

import { defineService } from '../../core/service-module';
import { RedshiftData } from './redshift-data';

/** Redshift Serverless through its Data API. */
export const redshiftData = defineService(
  'redshift-data',
  ({ surroundings, faults, access, need }) =>
    new RedshiftData({ surroundings, faults, access, objects: need('objects') }),
);

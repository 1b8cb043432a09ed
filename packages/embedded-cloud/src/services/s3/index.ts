import { defineService } from '../../core/service-module';
import { S3 } from './s3';

/** Simple Storage Service. */
export const s3 = defineService('s3', ({ surroundings, faults, provide }) =>
  provide('objects', new S3(surroundings, faults)),
);

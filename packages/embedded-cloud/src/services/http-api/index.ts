import { defineService } from '../../core/service-module';
import { HttpApi } from './http-api';

/** The HTTP APIs of API Gateway. */
export const httpApi = defineService(
  'http-api',
  ({ surroundings, faults, access, need }) => new HttpApi(surroundings, faults, need('functions'), access),
);

import { defineService } from '../../core/service-module';
import { SecretsManager } from './secrets-manager';

/** Secrets Manager. */
export const secretsManager = defineService(
  'secrets-manager',
  ({ surroundings, access, need }) => new SecretsManager({ surroundings, invoker: need('functions'), access }),
);

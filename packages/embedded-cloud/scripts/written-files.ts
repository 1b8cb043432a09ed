import { join } from 'node:path';
import type { Service } from '../src/core/service';
import { SERVICES } from '../src/services';
import { Endpoint } from '../src/testing/endpoint';
import { operationsPage } from './operations-page';
import { REST_SERVICES, restApiText } from './rest-apis';
import { sdkOperations } from './sdk-model';

const PACKAGE = join(__dirname, '..');

/** The files that are written from the code and from the models of the SDKs, by their paths. */
export const writtenFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const endpoint = await Endpoint.open();
  const services = new Map(SERVICES.map((module) => [module.name, endpoint.run<Service>(module)]));
  await endpoint.close();
  return new Map([
    [join(PACKAGE, 'docs/operations.md'), operationsPage(services)],
    ...REST_SERVICES.map(
      (folder) => [join(PACKAGE, 'src/services', folder, 'rest-api.json'), restApiText(sdkOperations(folder))] as const,
    ),
  ]);
};

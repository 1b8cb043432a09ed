import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REST_SERVICES, restApiText } from './rest-apis';
import { sdkOperations } from './sdk-model';

const PACKAGE = join(__dirname, '..');

for (const folder of REST_SERVICES) {
  writeFileSync(join(PACKAGE, 'src/services', folder, 'rest-api.json'), restApiText(sdkOperations(folder)));
}

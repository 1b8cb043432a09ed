import { quietSdk } from '../../packages/embedded-cloud/src/core/env';

quietSdk();

import { quietSdk } from '../../tools/local/env';

quietSdk();

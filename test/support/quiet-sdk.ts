import { quietSdk } from '../../local/env';

quietSdk();

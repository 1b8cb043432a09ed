import { quietSdk } from '../../tools/command/env';

quietSdk();

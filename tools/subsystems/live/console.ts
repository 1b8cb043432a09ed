import { join } from 'node:path';
import type { ConsoleRegistration } from '../../console/console-panel';

export default {
  panels: [
    {
      ...{ name: 'streams', title: 'Streams', note: 'counted every 10 s' },
      ...{ module: join(__dirname, 'streams-panel.ts'), order: 10, columns: 2 },
    },
    {
      ...{ name: 'titles', title: 'Top titles' },
      ...{ module: join(__dirname, 'titles-panel.ts'), order: 20, columns: 1, rows: 2 },
    },
    {
      ...{ name: 'devices', title: 'Devices' },
      ...{ module: join(__dirname, 'devices-panel.ts'), order: 40, columns: 1 },
    },
  ],
} satisfies ConsoleRegistration;

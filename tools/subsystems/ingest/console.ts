import { join } from 'node:path';
import type { ConsoleRegistration } from '../../console/console-panel';

export default {
  panels: [
    {
      ...{ name: 'ingest', title: 'Ingest', note: 'per second' },
      ...{ module: join(__dirname, 'ingest-panel.ts'), order: 30, columns: 1 },
    },
    {
      ...{ name: 'pipeline', title: 'Pipeline' },
      ...{ module: join(__dirname, 'pipeline-panel.ts'), order: 50, columns: 2 },
    },
  ],
} satisfies ConsoleRegistration;

import { join } from 'node:path';
import type { ConsoleRegistration } from '../../console/console-panel';
import { featureSourceOf } from './feature-source';
import { featuresApi } from './features-api';

export default {
  panels: [
    {
      ...{ name: 'viewer', title: 'One viewer’s features', note: 'as recommendations read them' },
      ...{ module: join(__dirname, 'viewer-panel.ts'), order: 70, columns: 3 },
    },
  ],
  apis: (cloud) => ({ features: featuresApi(featureSourceOf(cloud)) }),
} satisfies ConsoleRegistration;

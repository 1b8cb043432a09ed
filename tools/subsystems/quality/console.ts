import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readErrorRanking } from '../../../lambdas/quality';
import type { ConsoleRegistration } from '../../console/console-panel';
import { watcherSettings } from '../../local/clients';
import { errorsApi } from './errors-api';

export default {
  panels: [
    {
      ...{ name: 'errors', title: 'Errors by code', note: 'sessions, by the day in UTC' },
      ...{ module: join(__dirname, 'errors-panel.ts'), order: 65, columns: 3 },
    },
  ],
  apis: (cloud) => {
    const dynamodb = new DynamoDBClient(watcherSettings(cloud.surroundings));
    const table = cloud.nameOf('AWS::DynamoDB::GlobalTable', 'error-codes');
    return { errors: errorsApi((date) => readErrorRanking(dynamodb, table, date)) };
  },
} satisfies ConsoleRegistration;

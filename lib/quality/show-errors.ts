import { Construct } from 'constructs';
import type { ShowErrorsEnv } from '../../lambdas/quality/show-errors/env';
import { Handler } from '../foundation/handler';
import type { ErrorCodesTable } from './error-codes-table';

/** A custom widget that shows the error codes of today, since when they occur, and whom they affect. */
export class ShowErrors extends Construct {
  readonly handler: Handler<ShowErrorsEnv>;

  constructor(scope: Construct, id: string, errorCodes: ErrorCodesTable) {
    super(scope, id);
    this.handler = new Handler<ShowErrorsEnv>(this, 'Function', {
      step: 'show-errors',
      environment: { ERROR_CODES_TABLE_NAME: errorCodes.tableName },
      memoryMiB: 256,
      description: 'Shows the error codes of today on a dashboard.',
    });
    errorCodes.grant(this.handler, 'dynamodb:GetItem');
  }
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { logGroupName, resourceName } from '../../../domain/names';
import { readNewestAccount } from '../../../lambdas/ledger';
import type { SmokeCheck } from '../../smoke/smoke-check';

/** An account is written one period after its end. The check tolerates one or two failed runs. */
const LATE_MS = 90 * 60_000;

const DUE = 'within the hour';

/** Checks that the last account has no lost events. An account covers the smoke test's events within the hour. */
const ledger: SmokeCheck = {
  name: 'ledger',
  stack: 'ledger',
  withinSeconds: 30,
  nextStep: (stage) => `the log ${logGroupName(stage, 'reconcile')}, and "Events are lost" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const dynamodb = new DynamoDBClient(settings);
    return async ({ sentAt }) => {
      const account = await readNewestAccount(dynamodb, resourceName(stage, 'ledger'));
      if (!account) return { ok: true, due: DUE, observed: 'answers; there is no account yet' };
      const ageMs = sentAt - account.period;
      const lost = Object.values(account.entries).reduce((sum, path) => sum + path.lost, 0);
      return {
        ok: lost === 0 && ageMs < LATE_MS,
        due: DUE,
        observed: `the last account is ${Math.round(ageMs / 60_000)} minutes old and has ${lost} lost events`,
      };
    };
  },
};

export default [ledger] satisfies readonly SmokeCheck[];

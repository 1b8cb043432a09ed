import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FeaturesReader } from '../../../lambdas/features';
import { readKeyring } from '../../../lambdas/ingest';
import type { Keyring } from '../../../domain/ingest';
import { logGroupName, resourceName } from '../../../domain/names';
import type { SmokeCheck } from '../../smoke/smoke-check';
import { SMOKE_TITLE } from '../../smoke/smoke-events';
import type { Target } from '../../smoke/target';

/** Checks that the features of each viewer contain the title just watched, read as recommendations read them. */
const features: SmokeCheck = {
  name: 'features',
  stack: 'features',
  withinSeconds: 60,
  nextStep: (stage) => `the log ${logGroupName(stage, 'update-features')}, and "Features are late" in docs/runbook.md`,
  open: (target) => {
    let keyring: Promise<Keyring> | undefined;
    const reader = new FeaturesReader({
      dynamodb: new DynamoDBClient(target.settings),
      tableName: resourceName(target.stage, 'features'),
      keyring: () => (keyring ??= keyringOf(target)),
    });
    return async ({ sessionIds }) => {
      const found = await reader.getBatch(sessionIds); // each session has a viewer with the same id
      const updated = [...found.values()].filter(({ recentTitles }) =>
        recentTitles.some(({ contentId }) => contentId === SMOKE_TITLE),
      );
      return {
        ok: updated.length === sessionIds.length,
        observed: `${updated.length} of ${sessionIds.length} viewers with the title they watched`,
      };
    };
  },
};

/** The environment of `collect` names the secret that holds the keys. */
const keyringOf = async ({ stage, settings }: Target): Promise<Keyring> => {
  const FunctionName = resourceName(stage, 'collect');
  const { Configuration } = await new LambdaClient(settings).send(new GetFunctionCommand({ FunctionName }));
  const SecretId = Configuration?.Environment?.Variables?.['PSEUDONYM_SECRET_ARN'];
  return readKeyring(new SecretsManagerClient(settings), SecretId);
};

export default [features] satisfies readonly SmokeCheck[];

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FeaturesReader } from '../../../lambdas/features/features-reader';
import { readKeyring } from '../../../lambdas/ingest/read-keyring';
import type { Keyring } from '../../../domain/ingest/pseudonyms/keyring';
import type { Check } from '../check';
import { SMOKE_TITLE } from '../smoke-events';
import type { Target } from '../target';

/** Features: what a viewer of the smoke test has just watched, as recommendations read it. */
export const features: Check = {
  name: 'features',
  path: 'features',
  withinSeconds: 60,
  whereToLook: (stage) => `the log /playhead/${stage}/update-features, and "Features are late" in docs/runbook.md`,
  open: (target) => {
    let keyring: Promise<Keyring> | undefined;
    const reader = new FeaturesReader({
      dynamodb: new DynamoDBClient(target.settings),
      tableName: `playhead-${target.stage}-features`,
      keyring: () => (keyring ??= keyringOf(target)),
    });
    return async ({ sessionIds }) => {
      const found = await reader.getBatch(sessionIds); // each session is a viewer of its own
      const knowing = [...found.values()].filter(({ recentTitles }) =>
        recentTitles.some(({ contentId }) => contentId === SMOKE_TITLE),
      );
      return {
        ok: knowing.length === sessionIds.length,
        saw: `${knowing.length} of ${sessionIds.length} viewers with what they watched`,
      };
    };
  },
};

/** By way of `collect`, which is told where the keys lie. */
const keyringOf = async ({ stage, settings }: Target): Promise<Keyring> => {
  const FunctionName = `playhead-${stage}-collect`;
  const { Configuration } = await new LambdaClient(settings).send(new GetFunctionCommand({ FunctionName }));
  const SecretId = Configuration?.Environment?.Variables?.['PSEUDONYM_SECRET_ARN'];
  return readKeyring(new SecretsManagerClient(settings), SecretId);
};

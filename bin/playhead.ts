import { bundleSteps } from '../lib/foundation/step-bundles';

/** Synthesizes the stage that the context names, or every stage. esbuild bundles the steps while the CDK loads. */
const synthesize = async (): Promise<void> => {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region, CDK_VALIDATION: validation } = process.env;
  const bundled = bundleSteps();
  const { App, Validations } = await import('aws-cdk-lib');
  const { PlayheadStage } = await import('../lib/app');
  const { isStageName, local, STAGE_NAMES, STAGES, withoutReservations } = await import('../lib/stages');

  const app = new App();
  const stage: unknown = app.node.tryGetContext('stage');
  if (stage !== undefined && !isStageName(stage))
    throw new Error(`There is no stage ${JSON.stringify(stage)}; the stages are ${STAGE_NAMES.join(', ')}.`);
  const isLocal = app.node.tryGetContext('local') === true; // `npm start` runs the templates on this machine
  const reserves = app.node.tryGetContext('reserve') !== 'false'; // npm run deploy: the account has no room for it
  if (validation !== 'false') {
    const { AwsSolutionsChecks } = await import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  await bundled;
  for (const name of stage === undefined ? STAGE_NAMES : [stage]) {
    const config = isLocal ? local : STAGES[name];
    new PlayheadStage(app, reserves ? config : withoutReservations(config), { account, region });
  }
  app.synth();
};

synthesize().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { isStageName, STAGE_NAMES, STAGES } from '../lib/stages';
import { PlayheadStage } from '../lib/app';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const app = new App();
const asked: unknown = app.node.tryGetContext('stage');
if (asked !== undefined && !isStageName(asked))
  throw new Error(`No stage ${JSON.stringify(asked)}: ${STAGE_NAMES.join(', ')}.`);

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
for (const name of asked === undefined ? STAGE_NAMES : [asked]) {
  new PlayheadStage(app, STAGES[name], { account, region });
}
app.synth();

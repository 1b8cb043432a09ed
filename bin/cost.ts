import { App } from 'aws-cdk-lib';
import { context } from '../cdk.json';
import { PlayheadStage } from '../lib/app';
import { numericSettings, type StageName, STAGES, withSettings } from '../lib/stages';
import { runCommand } from '../tools/command/run-command';
import { costCommand } from '../tools/cost/command';
import type { Template } from '../tools/cost/stage-templates';

/** Synthesizes the templates of a stage without bundles, because bundles do not affect the cost. */
const templatesOf = (stage: StageName, settings: ReadonlyMap<string, number>): readonly Template[] => {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const { stacks } = new PlayheadStage(app, withSettings(STAGES[stage], settings), {}).synth();
  return stacks.map(({ template }) => template as Template);
};

runCommand(costCommand(templatesOf, (stage) => [...numericSettings(STAGES[stage]).keys()]));

import type { SynthesizeStage } from '../tools/preflight/command';
import type { Template } from '../tools/cost/stage-templates';

/**
 * Synthesizes the templates of a stage without bundles, which preflight does not need. The CDK is loaded on demand,
 * because it loads slowly.
 */
export const synthesizeStage: SynthesizeStage = async (stage) => {
  const { App } = await import('aws-cdk-lib');
  const { context } = await import('../cdk.json');
  const { PlayheadStage } = await import('../lib/app');
  const { STAGES } = await import('../lib/stages');
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const { stacks } = new PlayheadStage(app, STAGES[stage], {}).synth();
  return {
    stackNames: stacks.map(({ stackName }) => stackName),
    templates: stacks.map(({ template }) => template as Template),
    bootstrapVersion: Math.max(...stacks.map(({ requiresBootstrapStackVersion = 0 }) => requiresBootstrapStackVersion)),
  };
};

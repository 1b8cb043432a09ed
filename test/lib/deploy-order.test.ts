import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { STAGES } from '../../lib/stages';
import { PlayheadStage } from '../../lib/app';
import { createApp } from '../support/stacks';

const synthesize = (): readonly CloudFormationStackArtifact[] =>
  new PlayheadStage(createApp(), STAGES.prod, {}).synth().stacks;

const dependenciesOf = (stack: CloudFormationStackArtifact, stacks: readonly CloudFormationStackArtifact[]) =>
  stacks.filter(({ id }) => stack.dependencies.some((dependency) => dependency.id === id));

const stacks = synthesize();

it('each stack is deployed after those that it refers to, and alerts is the first', () => {
  const names = stacks.map(({ stackName }) => stackName);
  expect(names[0]).toBe('playhead-prod-alerts');
  for (const [place, stack] of stacks.entries()) {
    for (const { stackName } of dependenciesOf(stack, stacks)) expect(names.slice(0, place)).toContain(stackName);
  }
});

it('a second synthesis gives the same templates, so that nothing is deployed if nothing changed', () => {
  expect(synthesize().map(({ template }) => template as unknown)).toEqual(
    stacks.map(({ template }) => template as unknown),
  );
});

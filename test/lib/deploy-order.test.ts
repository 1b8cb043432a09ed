import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { STAGES } from '../../lib/stages';
import { PlayheadStage } from '../../lib/app';
import { createApp } from '../support/stacks';

const synthesize = (): readonly CloudFormationStackArtifact[] =>
  new PlayheadStage(createApp(), STAGES.prod, {}).synth().stacks;

const dependenciesOf = (stack: CloudFormationStackArtifact, stacks: readonly CloudFormationStackArtifact[]) =>
  stacks.filter(({ id }) => stack.dependencies.some((dependency) => dependency.id === id));

it('each stack is deployed after those that it refers to, and alerts is the first', () => {
  const stacks = synthesize();
  const names = stacks.map(({ stackName }) => stackName);
  expect(names[0]).toBe('playhead-prod-alerts');
  for (const [place, stack] of stacks.entries()) {
    for (const { stackName } of dependenciesOf(stack, stacks)) expect(names.slice(0, place)).toContain(stackName);
  }
});

it('a second synthesis gives the same templates, so that nothing is deployed if nothing changed', () => {
  const [first, again] = [synthesize(), synthesize()];
  expect(again.map(({ template }) => template as unknown)).toEqual(first.map(({ template }) => template as unknown));
});

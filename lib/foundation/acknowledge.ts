import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledges findings of cdk-nag's AwsSolutions pack for a resource, with the reason. */
export const acknowledge = (construct: IConstruct, reason: string, ...findings: readonly string[]): void => {
  for (const finding of findings) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${finding}`, reason });
  }
};

/** The logical id under which a finding names an L2's resource. */
export const logicalIdOf = (construct: IConstruct): string => {
  const resource = construct.node.defaultChild;
  if (!(resource instanceof CfnElement)) throw new Error(`${construct.node.path} is not a CloudFormation resource.`);
  return String(Stack.of(construct).resolve(Stack.of(construct).getLogicalId(resource)));
};

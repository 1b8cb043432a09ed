import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';

const SCOPE = 'Publish';

/**
 * How another stack refers to a value of `producer`'s stack: an Fn::GetStackOutput, as a finding of cdk-nag spells it.
 * CDK names the output after the reference when it resolves a weak reference; it uses the output that is here already.
 */
export const publishedReference = (producer: IConstruct, value: string): string => {
  const stack = Stack.of(producer);
  const scope = stack.node.tryFindChild(SCOPE) ?? new Construct(stack, SCOPE);
  const id = `Output${JSON.stringify(stack.resolve(value))}`;
  const known = scope.node.tryFindChild(id);
  const output = known instanceof CfnOutput ? known : new CfnOutput(scope, id, { value });
  const logicalId = stack.getLogicalId(output);
  return JSON.stringify(stack.resolve(Fn.getStackOutput(stack.stackName, logicalId, stack.region)));
};

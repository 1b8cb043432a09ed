import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';

const SCOPE = 'Publish';

/**
 * The reference of another stack to a value of `producer`'s stack: an Fn::GetStackOutput, in the notation of cdk-nag's
 * findings. CDK creates such an output when it resolves a weak reference, and reuses an output that already exists.
 */
export const publishedReference = (producer: IConstruct, value: string): string => {
  const stack = Stack.of(producer);
  const child = stack.node.tryFindChild(SCOPE);
  const scope = child instanceof Construct ? child : new Construct(stack, SCOPE);
  const id = `Output${JSON.stringify(stack.resolve(value))}`;
  const existing = scope.node.tryFindChild(id);
  const output = existing instanceof CfnOutput ? existing : new CfnOutput(scope, id, { value });
  const logicalId = stack.getLogicalId(output);
  return JSON.stringify(stack.resolve(Fn.getStackOutput(stack.stackName, logicalId, stack.region)));
};

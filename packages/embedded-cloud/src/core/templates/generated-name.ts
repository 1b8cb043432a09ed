/** CloudFormation shortens the stack's name to this many characters where a service limits the length of a name. */
const STACK_LENGTH = 24;

/**
 * The name of a resource that its template leaves unnamed: `<stack>-<logicalId>`. If that exceeds `maxLength`, the
 * beginning of the stack's name and the end of the logical id remain: CDK puts the hash that makes an id unique there.
 */
export const generatedName = (stack: string, logicalId: string, maxLength = 255): string => {
  const name = `${stack}-${logicalId}`;
  if (name.length <= maxLength) return name;
  const prefix = `${stack.slice(0, STACK_LENGTH)}-`;
  return prefix + logicalId.slice(prefix.length - maxLength);
};

import { NO_VALUE, type References, resolve } from '../../../src/core/templates/intrinsics';

const references: References = {
  ref: (name) => Promise.resolve(name === 'AWS::NoValue' ? NO_VALUE : `ref(${name})`),
  attribute: (id, attribute) => Promise.resolve(`${id}:${attribute}`),
  importValue: (name) => `import(${name})`,
  stackOutput: (stack, name) => `output(${stack}, ${name})`,
};

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, 'ref(Queue)'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue:Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, 'Queue:Arn'],
    ['Base64 of a nested function', { 'Fn::Base64': { Ref: 'B' } }, Buffer.from('ref(B)').toString('base64')],
    ['Join over nested functions', { 'Fn::Join': ['/', ['a', { Ref: 'B' }]] }, 'a/ref(B)'],
    ['Sub with resources, attributes and escapes', { 'Fn::Sub': '${A}-${B.Arn}-${!C}' }, 'ref(A)-B:Arn-${C}'],
    ['Sub with variables', { 'Fn::Sub': ['x${V}', { V: { Ref: 'A' } }] }, 'xref(A)'],
    ['Select of a Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['ImportValue', { 'Fn::ImportValue': 'x' }, 'import(x)'],
    ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: { Ref: 'S' }, OutputName: 'o' } }, 'output(ref(S), o)'],
  ])('resolves %s', async (_, value, expected) => {
    expect(await resolve({ Property: value }, references)).toEqual({ Property: expected });
  });

  it('leaves out a property that refers to AWS::NoValue', async () => {
    expect(await resolve({ a: { Ref: 'AWS::NoValue' }, b: 1 }, references)).toEqual({ b: 1 });
  });

  it('rejects an unknown function by name', async () => {
    await expect(resolve({ 'Fn::Transform': {} }, references)).rejects.toThrow('does not support Fn::Transform');
  });
});

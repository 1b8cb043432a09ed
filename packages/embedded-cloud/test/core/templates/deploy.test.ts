import { AccessControl } from '../../../src/core/iam';
import { declareInputs } from '../../../src/core/inputs';
import { AWS_LIMITS } from '../../../src/core/limits';
import { deploy } from '../../../src/core/templates/deploy';

const surroundings = {
  ...{ accountId: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:0', stateDir: '' },
  limits: AWS_LIMITS,
};
const properties = declareInputs({
  reads: { 'AWS::SQS::Queue': 'QueueName Redrive{Arn}' },
  withoutEffect: { 'Nothing is encrypted.': { 'AWS::SQS::Queue': 'KeyId' } },
});
const ACCOUNT = { surroundings, access: new AccessControl(surroundings), properties };

const output = (stackName: string, outputName: string) => ({
  'Fn::GetStackOutput': { StackName: stackName, OutputName: outputName },
});
const stack = (name: string, outputs: Readonly<Record<string, unknown>>) => ({
  name,
  template: {
    Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
  },
});

describe('deploy', () => {
  it('reads an output of an earlier stack', async () => {
    const { stacks } = await deploy(
      [stack('store', { Name: 'films' }), stack('reader', { Source: output('store', 'Name') })],
      new Map(),
      ACCOUNT,
    );
    expect(stacks.at(-1)?.outputs).toMatchObject([{ name: 'Source', value: 'films' }]);
  });

  it('lists the properties that have no effect, unless they are declared as such', async () => {
    const queue = (Redrive: object) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'films', KeyId: 'key', Fifo: true, Redrive },
    });
    const template = { Resources: { One: queue({ Arn: 'a' }), Two: queue({ Arn: 'a', Maximum: 3 }) } };
    const provisions = new Map([['AWS::SQS::Queue', () => ({ ref: 'films', attributes: {} })]]);
    const { ignored } = await deploy([{ name: 'store', template }], provisions, ACCOUNT);
    expect([...ignored]).toEqual([
      ['AWS::SQS::Queue Fifo', 2],
      ['AWS::SQS::Queue Redrive.Maximum', 1],
    ]);
  });

  it.each([
    ['of an earlier stack', output('store', 'Arn'), 'reader reads output Arn of stack store, which does not exist'],
    ['of an unknown stack', output('cellar', 'Name'), 'reader reads output Name of stack cellar, which does not exist'],
  ])('rejects a missing output %s by name', async (_, Source, message) => {
    const stacks = [stack('store', { Name: 'films' }), stack('reader', { Source })];
    await expect(deploy(stacks, new Map(), ACCOUNT)).rejects.toThrow(message);
  });
});

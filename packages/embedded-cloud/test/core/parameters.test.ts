import { refuseIgnored } from '../../src/core/parameters';

const service = { name: 'kinesis', parameters: { Update: 'Name Count Scaling=UNIFORM|FLAT DryRun=false' } };
const update = (input: Record<string, unknown>) => () => refuseIgnored(service, 'Update', input);

describe('refuseIgnored', () => {
  it('accepts the parameters that the operation acts on, with every value', () => {
    expect(update({ Name: 'a', Count: 2 })).not.toThrow();
  });

  it('refuses every other parameter, and names it with its operation', () => {
    expect(update({ Name: 'a', Tags: { team: 'b' } })).toThrow(
      'The embedded kinesis does not support the parameter Tags of Update.',
    );
  });

  it('accepts a value that asks for what the operation does anyway, and refuses another one', () => {
    expect(update({ Scaling: 'FLAT', DryRun: false })).not.toThrow();
    expect(update({ DryRun: true })).toThrow('the parameter DryRun of Update with another value than false.');
  });

  it('accepts parameters without content, which clients send for what their caller left out', () => {
    expect(update({ Tags: {}, Names: [], Text: '', Other: null, More: undefined })).not.toThrow();
  });
});

import { declareInputs, refuseIgnored } from '../../../src/core/inputs';
import type { JsonObject } from '../../../src/core/service';

const inputs = declareInputs({
  reads: {
    Update: 'Name Count Scaling=UNIFORM|FLAT DryRun=false Items{Id Source{Arn}} Labels{*} Entries{*{Value}}',
    Other: 'Name',
  },
  withoutEffect: {
    'Nothing is encrypted.': { Update: 'Items{Source{KeyId}}' },
    'Nothing is billed.': { Update: 'Payer', Other: 'Payer' },
  },
});

const call =
  (operation: string, input: JsonObject): (() => void) =>
  () => {
    const accepted = inputs.get(operation);
    if (accepted) refuseIgnored({ name: 'kinesis' }, operation, accepted, input);
  };
const update = (input: JsonObject) => call('Update', input);

describe('refuseIgnored', () => {
  it('accepts the parameters that the operation reads, with every value', () => {
    expect(update({ Name: 'a', Count: 2, Labels: { any: 'b' }, Entries: { any: { Value: 1 } } })).not.toThrow();
  });

  it('refuses every other parameter, and names it, its operation and the page with the list', () => {
    expect(update({ Name: 'a', Tags: { team: 'b' } })).toThrow(
      'The embedded kinesis does not support the parameter Tags of Update; docs/operations.md of embedded-cloud lists what it supports.',
    );
  });

  it('finds parameters in structures, in the items of lists and in the values of maps', () => {
    expect(update({ Items: [{ Id: 'a' }, { Source: { Region: 'b' } }] })).toThrow('parameter Items.Source.Region of');
    expect(update({ Entries: { one: { Value: 1, Unit: 's' } } })).toThrow('parameter Entries.one.Unit of');
  });

  it('accepts parameters without effect, each for its operations', () => {
    expect(update({ Items: [{ Source: { Arn: 'a', KeyId: 'b' } }], Payer: 'c' })).not.toThrow();
    expect(call('Other', { Name: 'a', Payer: 'c' })).not.toThrow();
  });

  it('accepts a value that asks for what the operation does anyway, and refuses another one', () => {
    expect(update({ Scaling: 'FLAT', DryRun: false })).not.toThrow();
    expect(update({ DryRun: true })).toThrow('the parameter DryRun of Update with another value than false;');
  });

  it('accepts parameters without content, which clients send for what their caller left out', () => {
    expect(update({ Tags: {}, Names: [], Text: '', Other: null, More: undefined })).not.toThrow();
  });
});

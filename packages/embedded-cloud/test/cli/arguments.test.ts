import { readArguments } from '../../src/cli/arguments';

describe('readArguments', () => {
  it('has defaults for all options; only the assembly is required', () => {
    expect(readArguments(['cdk.out'])).toEqual({ assemblyDir: 'cdk.out', stateDir: '.embedded-cloud', port: 4566 });
  });

  it('reads every option', () => {
    expect(readArguments(['--state', 's', 'out', '--port', '0', '--stage', 'dev', '--no-limits'])).toEqual({
      assemblyDir: 'out',
      stateDir: 's',
      port: 0,
      stage: 'dev',
      limits: false,
    });
  });

  it('returns undefined for --help', () => {
    expect(readArguments(['--help'])).toBeUndefined();
  });

  it.each([
    [[], 'Name the folder that "cdk synth" wrote, such as cdk.out.'],
    [['a', 'b'], 'Unexpected argument "b".'],
    [['a', '--prt', '1'], "Unknown option '--prt'."],
    [['a', '--port'], "Option '--port <value>' argument missing."],
    [['a', '--port', 'x'], '--port must be an integer from 0 to 65535, not "x".'],
    [['a', '--port', '65536'], '--port must be an integer from 0 to 65535, not "65536".'],
  ])('rejects %j with one sentence', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(new Error(sentence));
  });
});

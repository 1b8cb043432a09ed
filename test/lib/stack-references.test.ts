import { STAGES } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';

interface Reference {
  readonly StackName: string;
  readonly OutputName: string;
}

interface Template {
  readonly Outputs?: Readonly<Record<string, object>>;
}

/** The arguments of every call of an intrinsic function. */
const argumentsOf = (name: string, value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((item) => argumentsOf(name, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === name ? [item] : argumentsOf(name, item)));
};

describe.each(Object.values(STAGES))('the stacks of $name', (config) => {
  const stage = new SynthesizedStage(config);
  const templates = new Map<string, Template>(
    stage.subsystems.map((subsystem) => [`playhead-${config.name}-${subsystem}`, stage.stack(subsystem).toJSON()]),
  );
  const outputsOf = (stack: string) => Object.entries(templates.get(stack)?.Outputs ?? {});
  const read = [...templates].flatMap(([consumer, template]) =>
    argumentsOf('Fn::GetStackOutput', template).map((output) => ({ consumer, ...(output as Reference) })),
  );

  it('neither export nor import a value, so that CloudFormation can update, roll back and delete each stack alone', () => {
    const exports = [...templates.keys()].flatMap(outputsOf).filter(([, output]) => 'Export' in output);
    expect([...templates.values()].flatMap((template) => argumentsOf('Fn::ImportValue', template))).toEqual([]);
    expect(exports).toEqual([]);
  });

  it('read only outputs that exist in other stacks', () => {
    const missing = read.filter(({ consumer, StackName, OutputName }) => {
      return consumer === StackName || !outputsOf(StackName).some(([name]) => name === OutputName);
    });
    expect(read.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});

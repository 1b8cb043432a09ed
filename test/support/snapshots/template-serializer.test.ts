import fc from 'fast-check';
import { SynthesizedStage } from '../stacks';
import { anyLeaf, anyTemplate } from './any-template';
import { isObject, type Json, type JsonObject, mapLeaves, toJson } from './json';
import { normalizeTemplate, parseTemplate, serializeTemplate } from './template-serializer';

const templates = new SynthesizedStage().stacks.map((stack) => toJson(stack.toJSON()));

const expectRoundTrip = (template: Json): void =>
  expect(parseTemplate(serializeTemplate(template))).toEqual(normalizeTemplate(template));

describe('serializeTemplate', () => {
  it('keeps every part of each stack', () => {
    for (const template of templates) expectRoundTrip(template);
  });

  it('keeps any one change of a resource', () => {
    const change = fc.record({
      kind: fc.constantFrom(...templates.flatMap(resourcesByType)),
      leaf: fc.nat(),
      value: anyLeaf,
    });
    fc.assert(
      fc.property(change, ({ kind, leaf, value }) => expectRoundTrip({ Resources: replaceLeaf(kind, leaf, value) })),
      { numRuns: 200 },
    );
  });

  it('keeps any template', () => {
    fc.assert(fc.property(anyTemplate, expectRoundTrip), { numRuns: 200 });
  });

  it('writes alarms that differ by cohort as one shape and a line for each cohort', () => {
    expect(serializeTemplate({ Resources: alarms(['all', 'web', 'tv', 'mobile']) })).toBe(`Resources:
  $tables:
  - shape:
      Type: AWS::CloudWatch::Alarm
      Properties:
        AlarmActions: [ '#{Topic}' ]
        AlarmDescription: 'Too many sessions fail. Impact: Viewers see an error. Cohort: #{1}. Runbook: runbook.md#failures'
        AlarmName: failures-#{1}
        Dimensions: [ { Name: Cohort, Value: '#{1}' }, { Name: Source, Value: '#{Stream.Arn}/*' } ]
        Threshold: 0.5
    rows: { Alarmall: all, Alarmmobile: mobile, Alarmtv: tv, Alarmweb: web }
`);
  });

  it('changes one line if the threshold of every alarm changes', () => {
    expect(changedLines(alarms(COHORTS), alarms(COHORTS, 0.7))).toEqual([
      expect.stringContaining('Threshold: 0.5'),
      expect.stringContaining('Threshold: 0.7'),
    ]);
  });

  it('changes one line if the threshold of one alarm changes', () => {
    const [cohort = '', ...others] = COHORTS;
    expect(changedLines(alarms(COHORTS), { ...alarms(others), ...alarms([cohort], 0.7) })).toEqual([
      expect.stringContaining(`Alarm${cohort}: ${cohort}`),
      expect.stringContaining(`Alarm${cohort}: [ ${cohort}, { /Properties/Threshold: 0.7 } ]`),
    ]);
  });

  it('replaces the hashes of assets', () => {
    const key = `${'0123456789abcdef'.repeat(4)}.zip`;
    expect(serializeTemplate({ Resources: { Fn: { S3Key: key } } })).toBe(
      '{ Resources: { Fn: { S3Key: <asset>.zip } } }\n',
    );
  });
});

const COHORTS = ['mobile', 'web', 'tv', 'tablet'].flatMap((device) => ['a', 'b', 'c'].map((cdn) => device + cdn));

const alarms = (cohorts: readonly string[], threshold = 0.5): JsonObject =>
  Object.fromEntries(
    cohorts.map((cohort) => [
      `Alarm${cohort}`,
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `failures-${cohort}`,
          AlarmDescription: `Too many sessions fail. Impact: Viewers see an error. Cohort: ${cohort}. Runbook: runbook.md#failures`,
          AlarmActions: [{ Ref: 'Topic' }],
          Dimensions: [
            { Name: 'Cohort', Value: cohort },
            { Name: 'Source', Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Stream', 'Arn'] }, '/*']] } },
          ],
          Threshold: threshold,
        },
      },
    ]),
  );

/** The lines that are only in the snapshot before a change, and then those that are only in the one after it. */
const changedLines = (before: JsonObject, after: JsonObject): readonly string[] => {
  const [old = [], changed = []] = [before, after].map((Resources) => serializeTemplate({ Resources }).split('\n'));
  return [...old.filter((line) => !changed.includes(line)), ...changed.filter((line) => !old.includes(line))];
};

/** The resources of a template, grouped by type. Twelve of a type are enough for a table with a deviating row. */
const resourcesByType = (of: Json): readonly JsonObject[] => {
  const resources = isObject(of) && isObject(of['Resources']) ? Object.entries(of['Resources']) : [];
  const typeOf = (resource: Json): Json | undefined => (isObject(resource) ? resource['Type'] : undefined);
  const types = new Set(resources.map(([, resource]) => typeOf(resource)));
  return [...types].map((type) =>
    Object.fromEntries(resources.filter(([, resource]) => typeOf(resource) === type).slice(-12)),
  );
};

/** Replaces one leaf; `index` counts the leaves, and starts again after the last. */
const replaceLeaf = (value: Json, index: number, replacement: Json): Json => {
  const paths: string[] = [];
  mapLeaves(value, (leaf, path) => {
    paths.push(path);
    return leaf;
  });
  return mapLeaves(value, (leaf, path) => (path === paths[index % paths.length] ? replacement : leaf));
};

import { anchorOf, runbookOf } from '../../lib/foundation/runbook';
import { STAGE_NAMES, STAGES } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';

/** The sections of every subsystem's runbook, by anchor. */
const sections = new Map(
  new SynthesizedStage(STAGES.dev).subsystems.flatMap((subsystem) =>
    runbookOf(subsystem)
      .split(/^## /m)
      .slice(1)
      .map((section) => [anchorOf(section.split('\n')[0] ?? ''), section] as const),
  ),
);

const alarms = STAGE_NAMES.flatMap((name) => {
  const stage = new SynthesizedStage(STAGES[name]);
  return Object.values(stage.resources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    name: String(Properties['AlarmName']),
    description: String(Properties['AlarmDescription']),
  }));
});
const DESCRIPTION = /^.+\. Impact: [A-Z].+\. Runbook: docs\/runbook\.md#(?<anchor>[a-z0-9-]+)$/;
const anchorsNamed = alarms.map(({ description }) => DESCRIPTION.exec(description)?.groups?.['anchor']);

it('every alarm of every stage gives its meaning, its impact and its runbook section', () => {
  const silent = alarms.filter(({ description }) => !DESCRIPTION.test(description) || description.length > 1_024);
  expect(silent).toEqual([]);
  expect(alarms.length).toBeGreaterThan(3 * 25);
});

it('every alarm links to a runbook section that exists', () => {
  expect([...sections.keys()]).toEqual(expect.arrayContaining([...new Set(anchorsNamed)]));
});

it.each([...new Set(anchorsNamed)].map(String))(
  'section %s has the parts Meaning, Impact, Check and Action, in this order',
  (anchor) => {
    const marks = sections
      .get(anchor)
      ?.replace(/\s+/g, ' ')
      .match(/\*\*[A-Z][^*]+\*\*/g);
    expect(marks).toEqual(['**Meaning.**', '**Impact.**', '**Check.**', '**Action.**']);
  },
);

it('links within the runbook point to sections that exist', () => {
  const text = [...sections.values()].join('');
  const links = [...text.matchAll(/\]\(#(?<anchor>[^)]+)\)/g)].map(({ groups }) => groups?.['anchor']);
  expect(links.filter((anchor) => !sections.has(anchor ?? ''))).toEqual([]);
});

it('every alarm is named after its stage, and no two have the same name', () => {
  for (const { name } of alarms) expect(name).toMatch(/^playhead-(dev|staging|prod)-[a-z0-9_-]+$/);
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
});

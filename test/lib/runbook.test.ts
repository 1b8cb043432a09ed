import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE_NAMES, STAGES } from '../../lib/stages';
import { RUNBOOK_SECTIONS } from '../../lib/foundation/runbook';
import { SynthesizedStage } from '../support/stacks';

const text = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [anchorOf(section.split('\n')[0] ?? ''), section]),
);

/** As GitHub makes anchors of headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

const alarms = STAGE_NAMES.flatMap((name) => {
  const stage = new SynthesizedStage(STAGES[name]);
  return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    Object.values(stage.resources(type)).map(({ Properties }) => ({
      name: String(Properties['AlarmName']),
      description: String(Properties['AlarmDescription']),
    })),
  );
});
const DESCRIPTION = /^.+\. Impact: [A-Z].+\. Runbook: docs\/runbook\.md#(?<anchor>[a-z0-9-]+)$/;
const anchorsNamed = alarms.map(({ description }) => DESCRIPTION.exec(description)?.groups?.['anchor']);

it('every alarm of every stage says what it means, who is hurt, and where to read on', () => {
  const silent = alarms.filter(({ description }) => !DESCRIPTION.test(description) || description.length > 1_024);
  expect(silent).toEqual([]);
  expect(alarms.length).toBeGreaterThan(3 * 140);
});

it('every section that an alarm leads to is there, and every one that is meant for alarms is led to', () => {
  expect([...new Set(anchorsNamed)].sort()).toEqual([...RUNBOOK_SECTIONS].sort());
  expect([...sections.keys()]).toEqual(expect.arrayContaining([...RUNBOOK_SECTIONS]));
});

it.each(RUNBOOK_SECTIONS)(
  '%s says what it means, who is hurt, what to look at and what to do, in this order',
  (anchor) => {
    const marks = sections
      .get(anchor)
      ?.replace(/\s+/g, ' ')
      .match(/\*\*[A-Z][^*]+\*\*/g);
    expect(marks).toEqual(['**What it means.**', '**Who is hurt.**', '**What to look at.**', '**What to do.**']);
  },
);

it('links within the runbook lead somewhere', () => {
  const links = [...text.matchAll(/\]\(#(?<anchor>[^)]+)\)/g)].map(({ groups }) => groups?.['anchor']);
  expect(links.filter((anchor) => !sections.has(anchor ?? ''))).toEqual([]);
});

it('every alarm is named after its stage, and no two are alike', () => {
  for (const { name } of alarms) expect(name).toMatch(/^playhead-(dev|staging|prod)-[a-z0-9_-]+$/);
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
});

import { brokenRules, inOrder } from '../../../tools/demo/demo-section';
import { percentile } from '../../../tools/demo/percentile';
import { type DemoReport, differencesIn, toJson, toLines } from '../../../tools/demo/report';

const REPORT: DemoReport = {
  ...{ scenario: 'quick', seconds: 40, viewers: 200, seed: '1' },
  sections: [
    {
      name: 'lake',
      result: { missing: 2 },
      numbers: { missing: 2 },
      notes: ['a note'],
      differences: ['2 are missing'],
    },
    {
      ...{ name: 'warehouse', formerName: 'hot', result: { rows: 1_200 } },
      ...{ numbers: { rows: 1_200 }, notes: [], differences: [] },
    },
  ],
  memory: { idleMb: 300, byMinuteMb: [400, 410], peakMb: 420 },
};

describe('the report', () => {
  it('has a field for each section, and a renamed section under both names', () => {
    expect(JSON.parse(toJson(REPORT))).toEqual({
      ...{ scenario: 'quick', seconds: 40, viewers: 200, seed: '1' },
      ...{ lake: { missing: 2 }, warehouse: { rows: 1_200 }, hot: { rows: 1_200 } },
      ...{ memory: REPORT.memory, differences: ['2 are missing'] },
    });
  });

  it('prints a table for each section, notes and differences', () => {
    const lines = toLines(REPORT);
    expect(lines.map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      ...['', 'lake missing 2', 'a note', 'warehouse rows 1,200', 'memory idleMb 300', 'peakMb 420'],
      ...['by whole minute: 400 · 410 MB', '', 'DIFFERENCE: 2 are missing'],
    ]);
  });

  it('confirms that every reader received what the viewers sent', () => {
    const good = { ...REPORT, sections: REPORT.sections.slice(1), memory: { ...REPORT.memory, byMinuteMb: [] } };
    expect(differencesIn(good)).toEqual([]);
    expect(toLines(good).at(-1)).toBe('  Every reader received exactly what the viewers sent.');
    expect(toLines(good).join()).not.toContain('by whole minute');
  });
});

describe('brokenRules', () => {
  it('returns the sentences of the conditions that do not hold', () => {
    expect(
      brokenRules([
        [true, 'met'],
        [false, 'not met'],
      ]),
    ).toEqual(['not met']);
  });
});

describe('inOrder', () => {
  const section = (name: string, ...after: string[]) => ({ name, after });
  const namesOf = (sections: readonly { readonly name: string }[]) => sections.map(({ name }) => name).join('');

  it('puts each section after its dependencies, and otherwise keeps the order', () => {
    expect(namesOf(inOrder([section('a', 'c'), section('b'), section('c', 'd'), section('d')]))).toBe('bdca');
  });

  it('ignores the name of a section that does not exist', () => {
    expect(namesOf(inOrder([section('a', 'x')]))).toBe('a');
  });

  it('refuses sections that wait for each other', () => {
    expect(() => inOrder([section('a', 'b'), section('b', 'a'), section('c')])).toThrow('wait for each other: a, b.');
  });
});

describe('percentile', () => {
  it('returns the nearest rank, and 0 for no values', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99), percentile([], 0.5)]).toEqual([2, 3, 0]);
  });
});

import { topTitlesTable } from '../../../../lambdas/live/show-top-titles/top-titles-table';

const INSTANT = Date.UTC(2026, 10, 24, 20, 15, 30);
const ranked = (count: number) => Array.from({ length: count }, (_, n) => ({ contentId: `t${n}`, streams: 100 - n }));
const rowsOf = (markdown: string): readonly string[] => markdown.split('\n').filter((line) => line.startsWith('| '));

describe('topTitlesTable', () => {
  it('lists the titles, most watched first, and all others together', () => {
    const table = topTitlesTable({ instant: INSTANT, titles: ranked(2), others: { titles: 7, streams: 12 } });
    expect(table).toBe(
      [
        'At 20:15:30 UTC',
        '',
        '| title | streams |',
        '| --- | ---: |',
        '| t0 | 100 |',
        '| t1 | 99 |',
        '| 7 others | 12 |',
      ].join('\n'),
    );
  });

  it('lists twenty titles and counts the rest among the others', () => {
    const rows = rowsOf(topTitlesTable({ instant: INSTANT, titles: ranked(22), others: { titles: 7, streams: 12 } }));
    expect(rows).toHaveLength(2 + 20 + 1);
    expect(rows.at(-2)).toBe('| t19 | 81 |');
    expect(rows.at(-1)).toBe(`| ${2 + 7} others | ${80 + 79 + 12} |`);
  });

  it.each([
    ['a|b', 'a&#124;b'],
    ['<script>alert(1)</script>', '&#60;script&#62;alert&#40;1&#41;&#60;&#47;script&#62;'],
    ['[x](javascript:0)', '&#91;x&#93;&#40;javascript&#58;0&#41;'],
    ['two\nlines', 'two&#10;lines'],
    ['**bold** `code`', '&#42;&#42;bold&#42;&#42; &#96;code&#96;'],
    ['&amp;', '&#38;amp&#59;'],
    ['Où est 東京 7', 'Où est 東京 7'],
    ['🎬', '&#127916;'],
  ])('escapes %j, so that it is neither Markdown nor HTML', (contentId, written) => {
    const titles = [{ contentId, streams: 1 }];
    const [, , row] = rowsOf(topTitlesTable({ instant: INSTANT, titles, others: { titles: 0, streams: 0 } }));
    expect(row).toBe(`| ${written} | 1 |`);
  });
});

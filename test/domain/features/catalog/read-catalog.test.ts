import { mergeCatalog } from '../../../../domain/features/catalog/merge-catalog';
import { readCatalog } from '../../../../domain/features/catalog/read-catalog';
import type { Content } from '../../../../domain/lake';

const TITLE: Content = {
  content_id: 'title-1',
  title: 'The "Last", Harbour',
  genre: 'drama',
  language: 'pt-BR',
  rating: null,
  duration_ms: 5_400_000,
  released_on: '2024-02-29',
  cms_version: 3,
};
const HEADER = 'content_id,title,genre,language,rating,duration_ms,released_on,cms_version';

it('CSV and JSON lines of one title give the same title', () => {
  const csv = `\uFEFF${HEADER}\r\ntitle-1,"The ""Last"", Harbour",drama,pt-BR,,5400000,2024-02-29,3\r\n`;
  expect(readCatalog(csv)).toEqual({ contents: [TITLE], problems: [] });
  expect(readCatalog(`${JSON.stringify(TITLE)}\n\n`)).toEqual({ contents: [TITLE], problems: [] });
});

it('a JSON array is refused, and the reason names the supported formats', () => {
  expect(readCatalog(`[\n  ${JSON.stringify(TITLE)}\n]`).problems).toEqual([
    { line: 1, reason: expect.stringMatching(/^begins a JSON array; .*jq -c/) as string },
  ]);
});

it('a missing optional field is null, and a missing version is 0', () => {
  const { contents } = readCatalog('content_id,title,genre,language\nlive-1,Channel,news,en\n');
  expect(contents).toEqual([
    {
      content_id: 'live-1',
      title: 'Channel',
      genre: 'news',
      language: 'en',
      rating: null,
      duration_ms: null,
      released_on: null,
      cms_version: 0,
    },
  ]);
});

it.each([
  ['duration_ms', '90 minutes', 'must be a whole number of at least 1'],
  ['duration_ms', '0', 'must be a whole number of at least 1'],
  ['duration_ms', '1.5', 'must be a whole number of at least 1'],
  ['released_on', '2023-02-29', 'must be a date such as 2026-11-24'],
  ['language', 'English!', 'must have a form such as en or pt-BR'],
  ['genre', '', 'is missing'],
  ['title', 'x'.repeat(513), 'must be 1 to 512 characters'],
])(
  'an invalid %s ("%.20s") is reported with its line and a reason, and no title is returned',
  (field, value, reason) => {
    const title: Readonly<Record<string, unknown>> = {
      ...TITLE,
      title: 'Two\nlines',
      rating: 'PG',
      content_id: 'title-2',
    };
    const row = HEADER.split(',').map((name) => `"${String(name === field ? value : title[name])}"`);
    const good = 'title-1,"One\ntitle",drama,en,,1,,1';
    expect(readCatalog(`${HEADER}\n${good}\n${row.join(',')}\n`)).toEqual({
      contents: [],
      problems: [{ line: 4, field, reason }],
    });
  },
);

it.each([
  [
    '{"content_id":"t","title":"\\ud800","genre":"drama","language":"en"}',
    1,
    'title',
    'must be well-formed text: it has a lone surrogate',
  ],
  ['{"content_id":1}', 1, 'content_id', 'must be 1 to 128 characters'],
  [`${JSON.stringify(TITLE)}\n{"content_id"`, 2, undefined, 'is not a JSON object'],
  [`${JSON.stringify(TITLE)}\n${JSON.stringify(TITLE)}`, 2, 'content_id', 'is the same as on line 1'],
  [
    JSON.stringify({ ...TITLE, duration: 5 }),
    1,
    'duration',
    'is not a field of a title; the fields are content_id, title, genre, language, rating, duration_ms, released_on, cms_version',
  ],
  [`${HEADER}\ntitle-1,One,drama`, 2, undefined, 'has 3 cells; the header has 8'],
  [`${HEADER}\ntitle-1,"One,drama`, 2, undefined, 'has a quote that is never closed'],
  ['', 1, undefined, 'has no titles'],
  [HEADER, 1, undefined, 'has no titles'],
])('the problem in %j is reported on line %d', (file, line, field, reason) => {
  const [first] = readCatalog(file).problems;
  expect(first).toEqual({ line, ...(field !== undefined && { field }), reason });
});

it('an older version never replaces a newer one; the same version replaces itself', () => {
  const older = { ...TITLE, cms_version: 2, genre: 'comedy' };
  expect(mergeCatalog([TITLE], [older])).toEqual([TITLE]);
  expect(mergeCatalog([older], [TITLE])).toEqual([TITLE]);
  expect(mergeCatalog([TITLE], [{ ...TITLE, genre: 'news' }])[0]?.genre).toBe('news');
  const other = { ...TITLE, content_id: 'a' };
  expect(mergeCatalog([TITLE], [other])).toEqual([other, TITLE]);
});

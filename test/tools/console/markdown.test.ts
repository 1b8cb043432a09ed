import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { blocks, inline, toAnchor } from '../../../tools/console/page/markdown';

describe('blocks', () => {
  it('finds headings, paragraphs, lists and code', () => {
    const text = [
      '# Runbook',
      'One line',
      'and its next.',
      '',
      'Another.',
      '- first',
      '- second',
      '  goes on',
      '',
      '1. one',
      '2. two',
      '```sh',
      'aws sqs # not a heading',
      '',
      '- not a list',
      '```',
      'After.',
    ].join('\n');
    expect(blocks(text)).toEqual([
      { kind: 'heading', level: 1, text: 'Runbook' },
      { kind: 'paragraph', text: 'One line and its next.' },
      { kind: 'paragraph', text: 'Another.' },
      { kind: 'list', ordered: false, items: ['first', 'second goes on'] },
      { kind: 'list', ordered: true, items: ['one', 'two'] },
      { kind: 'code', lines: ['aws sqs # not a heading', '', '- not a list'] },
      { kind: 'paragraph', text: 'After.' },
    ]);
  });

  it('separates a table from its rule and its neighbours, and recognizes columns of numbers', () => {
    const table = '| title | streams |\n| --- | ---: |\n| a | 1 |\n| b | 2 |';
    const drawn = {
      kind: 'table',
      head: ['title', 'streams'],
      aligned: [false, true],
      rows: [
        ['a', '1'],
        ['b', '2'],
      ],
    };
    expect(blocks(`At 08:00\n${table}\nEnd`)).toEqual([
      { kind: 'paragraph', text: 'At 08:00' },
      drawn,
      { kind: 'paragraph', text: 'End' },
    ]);
    expect(blocks(`${table}\n\n${table}`)).toEqual([drawn, drawn]);
  });

  it('omits comments', () => {
    expect(blocks('<!-- generated: edit the source -->\n\n# Runbook')).toEqual([
      { kind: 'heading', level: 1, text: 'Runbook' },
    ]);
  });

  it('finds no blocks in an empty text, and accepts code without an end', () => {
    expect(blocks('')).toEqual([]);
    expect(blocks(' \r\n\t')).toEqual([]);
    expect(blocks('```\nopen')).toEqual([{ kind: 'code', lines: ['open'] }]);
  });
});

describe('inline', () => {
  it('finds bold, emphasis, code and links, also nested', () => {
    expect(inline('a **b `c`** _d_ [e](#f) snake_case_name')).toEqual([
      'a ',
      { tag: 'strong', children: ['b ', { tag: 'code', children: ['c'] }] },
      ' ',
      { tag: 'em', children: ['d'] },
      ' ',
      { tag: 'a', children: ['e'], href: '#f' },
      ' snake_case_name',
    ]);
  });

  it.each(['javascript:alert', 'http://example.com', 'data:text/html,x', '//example.com', 'events.md', 'JAVASCRIPT:x'])(
    'drops a link to %s',
    (target) => expect(inline(`[here](${target})`)).toEqual(['here']),
  );

  it('keeps markup as text, and replaces invisible characters', () => {
    expect(inline('<img src=x onerror=alert(1)>')).toEqual(['<img src=x onerror=alert(1)>']);
    expect(inline('&#60;b&#62;&#42;&#42; &#124;')).toEqual(['<b>** |']);
    expect(inline('a&#8238;b&#0;c&#9999999;')).toEqual(['a\ufffdb\ufffdc\ufffd']);
  });

  it('takes linear time for malicious texts', () => {
    for (const bad of ['['.repeat(50_000), '**a'.repeat(20_000), '`'.repeat(50_001), '_'.repeat(50_000)]) {
      const before = process.cpuUsage(); // processor time does not grow while other processes run
      inline(bad);
      expect(process.cpuUsage(before).user).toBeLessThan(2_000_000); // microseconds
    }
  });
});

describe('toAnchor', () => {
  it('spells anchors as GitHub does', () => {
    expect(toAnchor("Messages in the overflow's dead-letter queue")).toBe(
      'messages-in-the-overflows-dead-letter-queue',
    );
    expect(toAnchor('The collector answers 503')).toBe('the-collector-answers-503');
  });
});

describe('renderMarkdown', () => {
  it('creates elements, and none of them from HTML', () => {
    const script = buildSync({
      entryPoints: [join(__dirname, '../../../tools/console/page/markdown-view.ts')],
      bundle: true,
      format: 'iife',
      globalName: 'page',
      write: false,
    }).outputFiles[0]?.text;
    // A document with only the functions that the page may use: innerHTML, for example, would have no effect.
    const document = `const document = { createElement: (tag) => ({
    tag, children: [], append(...more) { this.children.push(...more); }, get textContent() { return this.children.join(''); } }) };`;
    const text = '## Starts **fail**\n\n<script>x</script> [go](https://example.com)';
    const built: unknown = runInNewContext(
      `${document} ${script}; JSON.stringify(page.renderMarkdown(${JSON.stringify(text)}))`,
    );
    expect(JSON.parse(String(built))).toEqual([
      expect.objectContaining({ tag: 'h2', children: ['Starts ', expect.objectContaining({ tag: 'strong' })] }),
      {
        tag: 'p',
        textContent: expect.anything() as unknown,
        children: [
          '<script>x</script> ',
          { tag: 'a', children: ['go'], href: 'https://example.com', rel: 'noreferrer', textContent: 'go' },
        ],
      },
    ]);
  });
});

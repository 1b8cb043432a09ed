import { element } from './element';
import { type Block, blocks, type Inline, inline, toAnchor } from './markdown';

const toNode = (part: Inline): Node | string => {
  if (typeof part === 'string') return part;
  const created = element(part.tag, '', ...part.children.map(toNode));
  if (part.href !== undefined) Object.assign(created, { href: part.href, rel: 'noreferrer' });
  return created;
};

const spans = (text: string): readonly (Node | string)[] => inline(text).map(toNode);

const row = (tag: 'th' | 'td', texts: readonly string[], aligned: readonly boolean[]): HTMLElement =>
  element('tr', '', ...texts.map((text, at) => element(tag, aligned[at] ? 'number' : '', ...spans(text))));

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

const toElement = (block: Block): HTMLElement => {
  switch (block.kind) {
    case 'heading': {
      const heading = element(HEADINGS[block.level - 1] ?? 'h6', '', ...spans(block.text));
      heading.id = toAnchor(heading.textContent);
      return heading;
    }
    case 'list':
      return element(block.ordered ? 'ol' : 'ul', '', ...block.items.map((item) => element('li', '', ...spans(item))));
    case 'table':
      return element(
        'table',
        '',
        element('thead', '', row('th', block.head, block.aligned)),
        element('tbody', '', ...block.rows.map((texts) => row('td', texts, block.aligned))),
      );
    case 'code':
      return element('pre', '', element('code', '', block.lines.join('\n')));
    case 'paragraph':
      return element('p', '', ...spans(block.text));
  }
};

/** Creates the elements of a Markdown text, never from HTML. */
export const renderMarkdown = (markdown: string): readonly HTMLElement[] => blocks(markdown).map(toElement);

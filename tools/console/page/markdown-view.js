import { element } from './element.js';
import { blocks, inline, toAnchor } from './markdown.js';

const toNode = (part) => {
  if (typeof part === 'string') return part;
  const made = element(part.tag, '', ...part.children.map(toNode));
  if (part.href !== undefined) Object.assign(made, { href: part.href, rel: 'noreferrer' });
  return made;
};

const spans = (text) => inline(text).map(toNode);

const row = (tag, texts, aligned) =>
  element('tr', '', ...texts.map((text, at) => element(tag, aligned[at] ? 'number' : '', ...spans(text))));

const toElement = (block) => {
  switch (block.kind) {
    case 'heading': {
      const made = element(`h${block.level}`, '', ...spans(block.text));
      made.id = toAnchor(made.textContent);
      return made;
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
    default:
      return element('p', '', ...spans(block.text));
  }
};

/** The elements of a Markdown text. They are built one by one, never from HTML. */
export const renderMarkdown = (markdown) => blocks(markdown).map(toElement);

/** Blocks of generated Markdown by name: lines without an empty one at either end. */
export type Blocks = ReadonlyMap<string, readonly string[]>;

/** A block starts after the comment `<!-- generated: name -->` and ends before the comment `<!-- end -->`. */
const BLOCK = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A document with its blocks replaced by the current ones; throws if it has a block that is not generated. */
export const withBlocks = (text: string, blocks: Blocks): string =>
  text.replace(BLOCK, (_, start: string, name: string, end: string) => {
    const block = blocks.get(name);
    if (!block) throw new Error(`No generator writes the block "${name}".`);
    return `${start}\n${block.join('\n')}\n\n${end}`;
  });

/** A Markdown table, padded as prettier pads it. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
};

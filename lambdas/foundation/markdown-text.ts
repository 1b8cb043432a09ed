/** Letters, digits and spaces stand for themselves; the rest is written as character references: text of players is no Markdown. */
export const plainText = (text: string): string =>
  text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);

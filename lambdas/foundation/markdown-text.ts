/** Escapes everything but letters, digits and spaces as character references, so that text from players cannot be Markdown. */
export const plainText = (text: string): string =>
  text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);

/** The text of an SQL file without its comments and its last semicolon. */
export const body = (text: string): string =>
  text
    .replace(/^--.*\n/gm, '')
    .trim()
    .replace(/;$/, '');

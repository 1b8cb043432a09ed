/** The text of a file of sql/redshift without its comments and its last semicolon. */
export const body = (text: string): string =>
  text
    .replace(/^--.*\n/gm, '')
    .trim()
    .replace(/;$/, '');

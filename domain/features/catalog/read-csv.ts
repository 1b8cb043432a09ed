/** A row of CSV and the line of the file on which it begins. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads rows of CSV (RFC 4180), without empty lines. `openQuoteAt` is the line of a quote that is never closed. */
export const readCsv = (text: string): { readonly rows: readonly CsvRow[]; readonly openQuoteAt?: number } => {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, from] = [1, 1];
  const end = (): void => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: from, cells });
    cells = [];
    from = line;
  };
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) return { rows, openQuoteAt: line };
    const [all, quoted, plain = '', separator] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += all.split('\n').length - 1;
    if (separator !== ',') end();
    if (token.lastIndex === start) break;
  }
  if (cells.length > 0) end();
  return { rows };
};

/** Patterns of DuckDB's error messages, with the error codes that Athena uses for them. */
const ERROR_CODES: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/No magic bytes|too small to be a Parquet file|failed to cast column|Malformed JSON|Parquet file/i, 'HIVE_BAD_DATA'],
  [/^Catalog Error: Table/, 'TABLE_NOT_FOUND'],
  [/^Catalog Error/, 'FUNCTION_NOT_FOUND'],
  [/^Binder Error: .*(column|Column)/, 'COLUMN_NOT_FOUND'],
  [/^Binder Error: (Cannot (compare|mix)|Could not choose|No function matches)/, 'TYPE_MISMATCH'],
  [/^(Binder|Parser) Error/, 'SYNTAX_ERROR'],
];

/** The StateChangeReason of a failed query. Paths below `root`, the folder of all buckets, become s3:// URLs. */
export const toFailureReason = (error: unknown, root: string): string => {
  const message = String(error).replace(/^(Error: )+(Invalid Input Error: (?=[A-Z_]+: |The embedded))?/, '');
  const text = (message.split(/\n\n|\n\tCandidate/)[0] ?? '').replaceAll(root, 's3:/');
  const [, code] = ERROR_CODES.find(([pattern]) => pattern.test(text)) ?? [];
  return code === undefined ? text : `${code}: ${text}`;
};

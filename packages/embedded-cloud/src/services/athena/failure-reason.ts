/** Patterns of DuckDB's error messages, with the names that Trino gives to these errors. The first match counts. */
const ERROR_NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/No magic bytes|too small to be a Parquet file|failed to cast column|Malformed JSON|Parquet file/i, 'HIVE_BAD_DATA'],
  [/^Catalog Error: Table/, 'TABLE_NOT_FOUND'],
  [/^Catalog Error/, 'FUNCTION_NOT_FOUND'],
  [/^Binder Error: Ambiguous reference/, 'AMBIGUOUS_NAME'],
  [/^Binder Error: .* must appear in the GROUP BY clause/, 'EXPRESSION_NOT_AGGREGATE'],
  [/^Binder Error: .* clause cannot contain (aggregates|window functions)/, 'EXPRESSION_NOT_SCALAR'],
  [/^Binder Error: ORDER term out of range/, 'INVALID_COLUMN_REFERENCE'],
  [/^Binder Error: Set operations can only apply/, 'TYPE_MISMATCH'],
  [/^Binder Error: (Macro \w+\(\)|No function matches .*'\w+\(|Could not choose .*"\w+\()/, 'FUNCTION_NOT_FOUND'],
  [/^Binder Error: (Cannot (compare|mix)|Could not choose|No function matches)/, 'TYPE_MISMATCH'],
  [/^Binder Error: .*(column|Column)/, 'COLUMN_NOT_FOUND'],
  [/^(Binder|Parser) Error/, 'SYNTAX_ERROR'],
  [/^Conversion Error: (Could not convert|(date|time|timestamp) field value|Unimplemented)/, 'INVALID_CAST_ARGUMENT'],
  [/^(Conversion|Out of Range) Error: .*(out of range|Overflow)/, 'NUMERIC_VALUE_OUT_OF_RANGE'],
  [/More than one row returned by a subquery/, 'SUBQUERY_MULTIPLE_ROWS'],
  [/^Invalid Input Error: (Could not parse string|Map keys must be unique)/, 'INVALID_FUNCTION_ARGUMENT'],
  // RE2's messages about a pattern. Source: kErrorStrings of re2/regexp.cc.
  [
    /^Invalid Input Error: (missing|unexpected|invalid|no argument for|bad (repetition|number)|trailing)/,
    'INVALID_FUNCTION_ARGUMENT',
  ],
];

/** The StateChangeReason of a failed query. Paths below `root`, the folder of all buckets, become s3:// URLs. */
export const toFailureReason = (error: unknown, root: string): string => {
  const message = String(error).replace(/^(Error: )+(Invalid Input Error: (?=[A-Z_]+: |The embedded))?/, '');
  const text = (message.split(/\n\n|\n\tCandidate/)[0] ?? '').replaceAll(root, 's3:/');
  const [, name] = ERROR_NAMES.find(([pattern]) => pattern.test(text)) ?? [];
  return name === undefined ? text : `${name}: ${text}`;
};

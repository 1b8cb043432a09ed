/** What the engine says of each kind of failure, and what Athena calls it. */
const KINDS: readonly (readonly [said: RegExp, called: string])[] = [
  [/No magic bytes|too small to be a Parquet file|failed to cast column|Malformed JSON|Parquet file/i, 'HIVE_BAD_DATA'],
  [/^Catalog Error: Table/, 'TABLE_NOT_FOUND'],
  [/^Catalog Error/, 'FUNCTION_NOT_FOUND'],
  [/^Binder Error: .*(column|Column)/, 'COLUMN_NOT_FOUND'],
  [/^Binder Error: (Cannot (compare|mix)|Could not choose|No function matches)/, 'TYPE_MISMATCH'],
  [/^(Binder|Parser) Error/, 'SYNTAX_ERROR'],
];

/** Why a query failed, as its StateChangeReason tells it: files are named as the objects that they are. */
export const reasonOf = (error: unknown, root: string): string => {
  const message = String(error).replace(/^(Error: )+(Invalid Input Error: (?=[A-Z_]+: |The embedded))?/, '');
  const text = (message.split(/\n\n|\n\tCandidate/)[0] ?? '').replaceAll(root, 's3:/');
  const [, called] = KINDS.find(([said]) => said.test(text)) ?? [];
  return called === undefined ? text : `${called}: ${text}`;
};

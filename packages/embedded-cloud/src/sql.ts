export { partsOf, type Row } from './services/athena/results';
export { bindStatement, readStatement } from './services/athena/sql-text';
export { toDuckDb } from './services/athena/translate';
export { toTrinoSemantics } from './services/athena/trino/semantics';

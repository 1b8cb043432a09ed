export { formatDouble } from './services/athena/output-format';
export { partsOf, type Row } from './services/athena/results';
export { bindStatement, readStatement } from './services/athena/sql-text';
export { toDuckDb } from './services/athena/translate';
export { markNumbers, numberOf } from './services/athena/trino/exact-json';
export { toTrinoSemantics } from './services/athena/trino/semantics';

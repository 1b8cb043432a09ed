export { type Operation, type Service, ServiceError } from '../core/service';
export { CallRecorder, type StatementUse } from './call-recorder';
export { type ExpectedRows, differenceBetween, orderOf } from './corpus/compare-rows';
export { type CorpusQuery, readCorpus } from './corpus/corpus';
export { judge, type Outcome, type Verdict } from './corpus/judge';
export { runCorpus } from './corpus/run-corpus';
export { type Answer, readRecorded, type Recorded, toRecorded } from './corpus/recorded';
export { EmbeddedTables, type QueryResult, type TablesOptions, type TestTable } from './embedded-tables';
export { type ClientConfig, Endpoint, provision } from './endpoint';

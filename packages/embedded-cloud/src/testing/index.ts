export { type Operation, type Service, ServiceError } from '../core/service';
export { CallRecorder, type StatementUse } from './call-recorder';
export { EmbeddedTables, type QueryResult, type TablesOptions, type TestTable } from './embedded-tables';
export { type ClientConfig, Endpoint, provision } from './endpoint';

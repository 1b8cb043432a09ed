import type { Fields } from '../../core/fields';
import { type Caller, ServiceError } from '../../core/service';
import { bind } from './bind';

const MAX_BATCH_STATEMENTS = 40;

/** The user id of a caller, by which it owns its statements. */
export const userIdOf = (caller: Caller): string | undefined => {
  const userId = caller?.context['aws:userid'];
  return typeof userId === 'string' ? userId : undefined;
};

/** The statement of ExecuteStatement, with its parameters. */
export const boundSql = (input: Fields): string => bind(input.string('Sql'), input.objects('Parameters'));

/** The statements of BatchExecuteStatement. */
export const batchSql = (input: Fields): readonly string[] => {
  const sqls = input.strings('Sqls');
  if (sqls.length === 0 || sqls.length > MAX_BATCH_STATEMENTS) {
    throw invalid(`Sqls must have 1 to ${MAX_BATCH_STATEMENTS} members, not ${sqls.length}.`);
  }
  return sqls;
};

/** Throws when the text of a statement is longer than the Data API accepts. */
export const limitStatement = (sql: string, maxBytes: number): void => {
  if (Buffer.byteLength(sql) > maxBytes) throw invalid(`A statement may have at most ${maxBytes} bytes.`);
};

/** An error about the input of a request. */
export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);

import type { Operation } from '../../core/service';
import { Fields } from '../../core/fields';
import { describeExecution, type Execution, type ExecutionStore } from './execution';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';
import type { Workgroups } from './workgroups';

const MAX_EXECUTIONS = 50;

/** The operations that describe query executions. */
export const executionCalls = (store: ExecutionStore, workgroups: Workgroups): Readonly<Record<string, Operation>> => ({
  GetQueryExecution: (input) => ({ QueryExecution: describeExecution(executionOf(store, new Fields(input))) }),
  BatchGetQueryExecution: (input) => {
    const ids = new Fields(input).strings('QueryExecutionIds');
    if (ids.length === 0 || ids.length > MAX_EXECUTIONS) {
      throw invalidRequest(`QueryExecutionIds must have 1 to ${MAX_EXECUTIONS} ids.`);
    }
    return {
      QueryExecutions: ids.flatMap((id) => store.get(id) ?? []).map(describeExecution),
      UnprocessedQueryExecutionIds: ids.filter((id) => !store.get(id)).map(unprocessed),
    };
  },
  ListQueryExecutions: (input) => {
    const fields = new Fields(input);
    const { name } = workgroups.get(fields.optionalString('WorkGroup'));
    const { items, next } = pageOf(store.idsIn(name), fields, MAX_EXECUTIONS);
    return { QueryExecutionIds: items, ...next };
  },
});

/** The execution that a request names; throws when it does not exist. */
export const executionOf = (store: ExecutionStore, input: Fields): Execution => {
  const id = input.string('QueryExecutionId');
  const execution = store.get(id);
  if (!execution) throw invalidRequest(notFound(id));
  return execution;
};

// AWS does not document error codes for this list; this is the code of GetQueryExecution.
const unprocessed = (id: string) => ({
  QueryExecutionId: id,
  ErrorCode: invalidRequest('').code,
  ErrorMessage: notFound(id),
});

const notFound = (id: string): string => `QueryExecution ${id} was not found`;

import { randomUUID } from 'node:crypto';
import { Fields } from '../../../core/fields';
import { type JsonObject, type Operation, ServiceError } from '../../../core/service';
import { invalidParameter } from '../errors';
import type { LogGroups } from '../log-groups';
import { groupsOfQuery } from '../permissions';
import { MAX_LIMIT, parseQuery } from './commands';
import { type QueryResult, runQuery } from './run-query';

/** The queries whose results stay in memory; older ones are forgotten. AWS keeps results for seven days. */
const MAX_QUERIES = 50;
/** The most log groups of one query. Source: the API reference of StartQuery. */
const MAX_GROUPS = 50;

type Status = 'Running' | 'Complete' | 'Failed' | 'Cancelled';

interface Query {
  readonly id: string;
  readonly text: string;
  readonly groupNames: readonly string[];
  readonly startedAt: number;
  readonly stopping: AbortController;
  status: Status;
  result: QueryResult;
}

const NOTHING: QueryResult = { rows: [], recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };

/** The calls of Logs Insights. */
export const queryCalls = (groups: LogGroups, accountId: string): Readonly<Record<string, Operation>> => {
  const queries = new Map<string, Query>();
  const find = (input: JsonObject): Query => {
    const id = new Fields(input, 'InvalidParameterException').string('queryId');
    const query = queries.get(id);
    if (!query) throw new ServiceError('ResourceNotFoundException', `The query ${id} does not exist.`);
    return query;
  };
  return {
    StartQuery: (input) => {
      const query = start(groups, accountId, new Fields(input, 'InvalidParameterException'));
      queries.set(query.id, query);
      const [oldest = ''] = queries.keys();
      if (queries.size > MAX_QUERIES) queries.delete(oldest);
      return { queryId: query.id };
    },
    GetQueryResults: (input) => {
      const { status, result, groupNames } = find(input);
      return { queryLanguage: 'CWLI', results: result.rows, status, statistics: statisticsOf(result, groupNames) };
    },
    StopQuery: (input) => {
      const query = find(input);
      if (query.status !== 'Running')
        throw invalidParameter(`The query has already ended with status ${query.status}.`);
      query.stopping.abort();
      query.status = 'Cancelled';
      return { success: true };
    },
    DescribeQueries: (input) => {
      const fields = new Fields(input, 'InvalidParameterException');
      const [group, status] = [fields.optionalString('logGroupName'), fields.optionalString('status')];
      const selected = [...queries.values()].filter(
        (query) =>
          (group === undefined || query.groupNames.includes(group)) &&
          (status === undefined || query.status === status),
      );
      return { queries: selected.reverse().slice(0, fields.optionalNumber('maxResults')).map(describe) };
    },
  };
};

const start = (groups: LogGroups, accountId: string, input: Fields): Query => {
  const language = input.optionalString('queryLanguage') ?? 'CWLI';
  if (language !== 'CWLI')
    throw invalidParameter(`The embedded Logs Insights does not support the language ${language}.`);
  const groupNames = groupsOfQuery(input);
  if (groupNames.length === 0 || groupNames.length > MAX_GROUPS) {
    throw invalidParameter(`A query reads 1 to ${MAX_GROUPS} log groups.`);
  }
  const limit = input.optionalNumber('limit');
  if (limit !== undefined && (limit < 1 || limit > MAX_LIMIT)) {
    throw invalidParameter(`limit must be between 1 and ${MAX_LIMIT}.`);
  }
  const range = { start: toMs(input.number('startTime')), end: toMs(input.number('endTime')) };
  if (range.start > range.end) throw invalidParameter('startTime is after endTime.');
  const text = input.string('queryString');
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = {
    groups: groupNames.map((name) => groups.get(name)),
    accountId,
    commands: parseQuery(text),
    range,
    limit,
    signal,
  };
  const query: Query = {
    ...{ id: randomUUID(), text, groupNames, startedAt: groups.now(), stopping },
    ...{ status: 'Running', result: NOTHING },
  };
  void runQuery(run).then(
    (result) => Object.assign(query, { result, status: signal.aborted ? 'Cancelled' : 'Complete' }),
    () => Object.assign(query, { status: signal.aborted ? 'Cancelled' : 'Failed' }),
  );
  return query;
};

/** The API takes epoch seconds; like AWS, it also understands milliseconds. */
const toMs = (time: number): number => (time < 1e11 ? time * 1_000 : time);

const statisticsOf = (
  { recordsMatched, recordsScanned, bytesScanned, rows }: QueryResult,
  groupNames: readonly string[],
): JsonObject => ({
  ...{ recordsMatched, recordsScanned, bytesScanned, resultCount: rows.length },
  ...{ estimatedRecordsSkipped: 0, estimatedBytesSkipped: 0, logGroupsScanned: groupNames.length },
});

const describe = ({ id, text, status, startedAt, groupNames, result }: Query): JsonObject => ({
  queryLanguage: 'CWLI',
  queryId: id,
  queryString: text,
  status,
  createTime: startedAt,
  bytesScanned: result.bytesScanned,
  ...(groupNames.length === 1 && { logGroupName: groupNames[0] }),
});

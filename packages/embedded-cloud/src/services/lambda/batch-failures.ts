/**
 * The identifiers of the failed records in the response of a function with ReportBatchItemFailures. The list is empty
 * when every record succeeded, and undefined when Lambda treats the response as a failure of the whole batch. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export const failedItems = (payload: string): readonly string[] | undefined => {
  const response: unknown = JSON.parse(payload);
  if (response === null || response === '') return [];
  if (typeof response !== 'object') return undefined;
  const failures: unknown = 'batchItemFailures' in response ? response.batchItemFailures : null;
  if (failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const identifiers = failures.map(identifierOf);
  return identifiers.every((identifier) => identifier !== undefined) ? identifiers : undefined;
};

const identifierOf = (failure: unknown): string | undefined => {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return undefined;
  const { itemIdentifier } = failure;
  return typeof itemIdentifier === 'string' && itemIdentifier !== '' ? itemIdentifier : undefined;
};

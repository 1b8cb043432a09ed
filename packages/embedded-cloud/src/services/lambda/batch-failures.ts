/**
 * What a function with ReportBatchItemFailures says failed: identifiers, none of them when all is well, undefined when
 * the answer counts as a failure of the whole batch. After
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export const failedItems = (payload: string): readonly string[] | undefined => {
  const answer: unknown = JSON.parse(payload);
  if (answer === null || answer === '') return [];
  if (typeof answer !== 'object') return undefined;
  const failures: unknown = 'batchItemFailures' in answer ? answer.batchItemFailures : null;
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

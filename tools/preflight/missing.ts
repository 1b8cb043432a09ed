/** The errors with which services answer that a thing does not exist. */
const MISSING = new Set([
  ...['EntityNotFoundException', 'NotFoundException', 'ParameterNotFound', 'QueueDoesNotExist'],
  ...['AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException'],
]);

/** The answer of a call, or undefined if the thing does not exist. */
export const unlessMissing = <Answer>(call: Promise<Answer>): Promise<Answer | undefined> =>
  call.catch((error: unknown) => {
    if (error instanceof Error && MISSING.has(error.name)) return undefined;
    throw error;
  });

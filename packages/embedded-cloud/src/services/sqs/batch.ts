import { type JsonObject, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';

const MAX_ENTRIES = 10;

/** The entries of a batch call; throws when SQS rejects the batch as a whole. */
export const toEntries = (input: Fields): readonly Fields[] => {
  const entries = input.objects('Entries');
  const ids = entries.map((entry) => entry.string('Id'));
  if (entries.length === 0) throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > MAX_ENTRIES) {
    throw new ServiceError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${MAX_ENTRIES}.`);
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new ServiceError(
      'InvalidBatchEntryId',
      'An Id must have 1 to 80 alphanumeric characters, hyphens or underscores.',
    );
  }
  if (new Set(ids).size < ids.length)
    throw new ServiceError('BatchEntryIdsNotDistinct', 'Two entries have the same Id.');
  return entries;
};

/** Runs the entries independently: an error fails only its own entry. Like SQS, it omits a list that would be empty. */
export const runEach = (entries: readonly Fields[], run: (entry: Fields) => JsonObject): JsonObject => {
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    const Id = entry.string('Id');
    try {
      successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { ...(successful.length && { Successful: successful }), ...(failed.length && { Failed: failed }) };
};

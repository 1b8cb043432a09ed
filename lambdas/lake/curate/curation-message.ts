import type { CurationRun } from '../../../domain/lake/curation';
import { Fields } from '../../foundation/fields';
import { decodeWaitingDate } from '../curation-progress';

/** Encodes a curation run as a message of the curation queue. */
export const encodeCurationRun = (run: CurationRun): string => JSON.stringify(run);

/** Decodes a message; throws if it is not a curation run, so that it ends in the dead-letter queue. */
export const decodeCurationRun = (body: string): CurationRun => {
  const fields = Fields.parse(body, 'curation message');
  return {
    runId: fields.text('runId'),
    today: fields.text('today'),
    arrivals: fields.texts('arrivals'),
    dates: fields.optional('dates', (name) => fields.texts(name)),
    step: fields.integer('step'),
    inspectedTo: fields.optional('inspectedTo', (name) => fields.text(name)),
    waiting: fields.optional('waiting', (name) => fields.list(name, decodeWaitingDate)),
    attempt: fields.integer('attempt'),
    failures: fields.integer('failures'),
    queryId: fields.optional('queryId', (name) => fields.text(name)),
    daily: fields.boolean('daily'),
  };
};

import { ERASURE_PHASES, type ErasureRun, type QuarantinePage, type Removed } from '../../domain/erasure/erasure';
import { Fields } from '../foundation/fields';

/** Encodes an erasure as a message of the erasure queue. */
export const encodeErasureRun = (run: ErasureRun): string => JSON.stringify(run);

/** Decodes a message; throws if it is not an erasure, so that it ends in the dead-letter queue. */
export const decodeErasureRun = (body: string): ErasureRun => {
  const fields = Fields.parse(body, 'erasure message');
  const text = (name: string): string => fields.text(name);
  return {
    requestId: fields.text('requestId'),
    keyIds: fields.texts('keyIds'),
    phase: fields.oneOf('phase', ERASURE_PHASES),
    until: fields.text('until'),
    from: fields.text('from'),
    foundBy: fields.optional('foundBy', text),
    runId: fields.optional('runId', text),
    step: fields.integer('step'),
    attempt: fields.integer('attempt'),
    failures: fields.integer('failures'),
    queryId: fields.optional('queryId', text),
    settlesFrom: fields.optional('settlesFrom', (name) => fields.integer(name)),
    round: fields.integer('round'),
    askedAt: fields.optional('askedAt', (name) => fields.integer(name)),
    after: fields.optional('after', text),
    page: fields.optional('page', (name) => decodePage(fields.object(name))),
    removed: decodeRemoved(fields.object('removed')),
  };
};

const decodePage = (fields: Fields): QuarantinePage => ({
  held: fields.list('held', (value) => {
    const object = new Fields(value, 'object of the quarantine');
    return { key: object.text('key'), rows: object.integer('rows') };
  }),
  next: fields.optional('next', (name) => fields.text(name)),
});

const decodeRemoved = (fields: Fields): Removed => ({
  rows: fields.record('rows', Number),
  objects: fields.integer('objects'),
  versions: fields.integer('versions'),
  features: fields.integer('features'),
  quarantined: fields.integer('quarantined'),
  arrivals: fields.texts('arrivals'),
  dates: fields.texts('dates'),
});

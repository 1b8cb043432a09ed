import type { ErasedStore, RetainedData, ViewerStore } from '../../domain/erasure/viewer-stores';
import { Fields } from '../foundation/fields';

/** The value of the environment variable VIEWER_STORES; throws if it is not a list of stores. */
export const decodeViewerStores = (json: string): readonly ViewerStore[] =>
  Fields.parse(`{"stores":${json}}`, 'VIEWER_STORES').list('stores', (value) => {
    const fields = new Fields(value, 'viewer store');
    const text = (name: string): string => fields.text(name);
    const integer = (name: string): number => fields.integer(name);
    return {
      ...{ subsystem: text('subsystem'), store: text('store'), keeps: text('keeps') },
      where: fields.optional('where', text),
      days: fields.optional('days', integer),
      copies: fields.optional('copies', text),
      copiesDays: fields.optional('copiesDays', integer),
    };
  });

export const decodeErasedStore = (value: unknown): ErasedStore => {
  const fields = new Fields(value, 'erased store');
  return { store: fields.text('store'), removed: fields.integer('removed') };
};

export const decodeRetainedData = (value: unknown): RetainedData => {
  const fields = new Fields(value, 'retained data');
  return { store: fields.text('store'), what: fields.text('what'), until: fields.text('until') };
};

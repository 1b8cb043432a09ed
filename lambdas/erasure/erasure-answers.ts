import type { RetainedData } from '../../domain/erasure/viewer-stores';
import type { Pseudonym } from '../../domain/families';
import { Fields } from '../foundation/fields';
import { decodeErasureRecord, type ErasureRecord } from './erasure-record';
import { decodeReceipt, type Receipt } from './receipt';
import { decodeRetainedData } from './viewer-stores';

/* The answers of `request-erasure`. */

/** The pseudonyms of a viewer, that of the current key first. */
export interface PseudonymsAnswer {
  readonly pseudonyms: readonly Pseudonym[];
  /** What an erasure today would not remove, and until when it stays. */
  readonly retained: readonly RetainedData[];
}

export const decodePseudonymsAnswer = (value: unknown): PseudonymsAnswer => {
  const answer = new Fields(value, ANSWER);
  return {
    pseudonyms: answer.list('pseudonyms', (one) => {
      const fields = new Fields(one, 'pseudonym');
      return { keyId: fields.text('keyId'), value: fields.text('value') };
    }),
    retained: answer.list('retained', decodeRetainedData),
  };
};

/** The id of a new request. */
export interface RequestAnswer {
  readonly requestId: string;
}

export const decodeRequestAnswer = (value: unknown): RequestAnswer => ({
  requestId: new Fields(value, ANSWER).text('requestId'),
});

/** The state of an erasure: its receipt, or its record until it has one. */
export type ErasureState = { readonly receipt: Receipt } | { readonly record: ErasureRecord };

export const decodeErasureState = (value: unknown): ErasureState => {
  const fields = new Fields(value, ANSWER);
  const receipt = fields.optional('receipt', () => decodeReceipt(fields.value('receipt')));
  return receipt ? { receipt } : { record: decodeErasureRecord(fields.value('record')) };
};

const ANSWER = 'answer of request-erasure';

import type { Pseudonym } from '../../domain/families';
import { Fields } from '../foundation/fields';
import { decodeErasureRecord, type ErasureRecord } from './erasure-record';
import { decodeReceipt, type Receipt } from './receipt';

/* The answers of `request-erasure`. */

/** The pseudonyms of a viewer, that of the current key first. */
export interface PseudonymsAnswer {
  readonly pseudonyms: readonly Pseudonym[];
}

export const decodePseudonymsAnswer = (value: unknown): PseudonymsAnswer => ({
  pseudonyms: new Fields(value, ANSWER).list('pseudonyms', (one) => {
    const fields = new Fields(one, 'pseudonym');
    return { keyId: fields.text('keyId'), value: fields.text('value') };
  }),
});

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

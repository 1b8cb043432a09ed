import { ServiceError } from '../../core/service';
import type { Message } from './message';

/** Which delivery of which message a handle belongs to: a later delivery makes it stale. */
export interface Delivery {
  readonly id: string;
  readonly receiveCount: number;
}

/** The handle of a message's latest delivery. */
export const toHandle = (queue: string, { id, receiveCount }: Message): string =>
  Buffer.from(`${queue} ${id} ${receiveCount}`).toString('base64');

/** Reads a handle back; throws for one that this queue never gave. */
export const fromHandle = (queue: string, handle: string): Delivery => {
  const [name, id = '', receiveCount = '', ...more] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  if (name !== queue || more.length > 0 || !/^\d+$/.test(receiveCount)) {
    throw new ServiceError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not valid.`, 404);
  }
  return { id, receiveCount: Number(receiveCount) };
};

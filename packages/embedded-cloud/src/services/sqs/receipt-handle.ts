import { ServiceError } from '../../core/service';
import type { Message } from './message';

/** A received message with the handle that deletes it. */
export interface Receipt {
  readonly message: Message;
  readonly handle: string;
}

/** The delivery that a handle identifies. A later delivery of the same message makes the handle stale. */
export interface Delivery {
  readonly id: string;
  readonly receiveCount: number;
}

/** The handle of a message's latest delivery. */
export const toHandle = (queue: string, { id, receiveCount }: Message): string =>
  Buffer.from(`${queue} ${id} ${receiveCount}`).toString('base64');

/** Decodes a handle; throws when it is not a handle of this queue. */
export const fromHandle = (queue: string, handle: string): Delivery => {
  const [name, id = '', receiveCount = '', ...more] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  if (name !== queue || more.length > 0 || !/^\d+$/.test(receiveCount)) {
    throw new ServiceError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not valid.`, 404);
  }
  return { id, receiveCount: Number(receiveCount) };
};

import type { Notification } from 'embedded-cloud';
import { readNotification } from '../console/read-notification';

/** Longer reasons are cut. */
const REASON_LENGTH = 100;

/** A notification as one line of the terminal, with time, state, recipients and reason. */
export const notificationLine = (notification: Notification): string => {
  const { at, state, about, addresses, reason } = readNotification(notification);
  const mark = state === 'OK' ? '✓' : '!';
  const time = new Date(at).toTimeString().slice(0, 8);
  const [firstLine = ''] = reason.split('\n');
  const why = firstLine.length > REASON_LENGTH ? `${firstLine.slice(0, REASON_LENGTH - 1)}…` : firstLine;
  return `  ${[mark, time, state, about].filter(Boolean).join(' ')} → ${addresses.join(', ') || 'no subscriber'}: ${why}`;
};

/** Whether to print a notification. An alarm whose first evaluation is OK is not printed. */
export const shouldPrint = (notification: Notification): boolean => {
  const { state, before } = readNotification(notification);
  return !(state === 'OK' && before === 'INSUFFICIENT_DATA');
};

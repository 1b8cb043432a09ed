import type { Notification } from 'embedded-cloud';
import { isObject } from 'embedded-cloud/json';
import type { NotificationView } from './views';

/** Reads an alarm's notification, or passes on any other. Source: CloudWatch, "Amazon SNS notifications for alarms". */
export const readNotification = ({ at, addresses, subject, message }: Notification): NotificationView => {
  const change = parse(message);
  const [about, state] = [textOf(change['AlarmName']), textOf(change['NewStateValue'])];
  if (about === '' || state === '') return { at, addresses, about: subject, state: '', before: '', reason: message };
  const [before, reason] = [textOf(change['OldStateValue']), textOf(change['NewStateReason'])];
  return { at, addresses, about, state, before, reason };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const parse = (message: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(message);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
};

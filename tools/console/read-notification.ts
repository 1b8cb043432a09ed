import type { Notification } from 'embedded-cloud';
import { isObject } from 'embedded-cloud/json';

/** The parts of a notification that a person reads. */
export interface ReadNotification {
  /** Epoch ms. */
  readonly at: number;
  /** The endpoints that received it. */
  readonly addresses: readonly string[];
  /** The alarm's name; the subject if no alarm sent the notification. */
  readonly about: string;
  /** The alarm's new state, such as ALARM; empty if no alarm sent the notification. */
  readonly state: string;
  /** The alarm's previous state; empty if no alarm sent the notification. */
  readonly before: string;
  /** The reason for the new state; the whole message if no alarm sent the notification. */
  readonly reason: string;
}

/** Reads an alarm's notification, or passes on any other. Source: CloudWatch, "Amazon SNS notifications for alarms". */
export const readNotification = ({ at, addresses, subject, message }: Notification): ReadNotification => {
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

import { isObject } from '../../packages/embedded-cloud/src/core/service';
import type { Notification } from '../../packages/embedded-cloud/src/services/sns/sns';

/** A notification of an alarm in a few words. */
export interface ToldNotification {
  /** Epoch ms. */
  readonly at: number;
  /** Endpoints that it went to. */
  readonly addresses: readonly string[];
  /** The alarm's name; the subject where no alarm sent it. */
  readonly about: string;
  /** What the alarm came to, such as ALARM; empty where no alarm sent it. */
  readonly state: string;
  /** What it was before; empty where no alarm sent it. */
  readonly before: string;
  /** Why; the whole message where no alarm sent it. */
  readonly reason: string;
}

/** Tells what an alarm's notification says, or passes on what is none. Source: CloudWatch, "Amazon SNS notifications for alarms". */
export const tell = ({ at, addresses, subject, message }: Notification): ToldNotification => {
  const story = parse(message);
  const [about, state] = [textOf(story['AlarmName']), textOf(story['NewStateValue'])];
  if (about === '' || state === '') return { at, addresses, about: subject, state: '', before: '', reason: message };
  const [before, reason] = [textOf(story['OldStateValue']), textOf(story['NewStateReason'])];
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

import { tell } from '../console/alarm-story';
import type { Notification } from '../../packages/embedded-cloud/src/services/sns/sns';

const SHOWN_REASON = 100;

/** What SNS would have sent, as a line of the terminal: when, what, to whom and why. */
export const tellNotification = (notification: Notification): string => {
  const { at, state, about, addresses, reason } = tell(notification);
  const mark = state === 'OK' ? '✓' : '!';
  const time = new Date(at).toTimeString().slice(0, 8);
  const why = reason.length > SHOWN_REASON ? `${reason.slice(0, SHOWN_REASON - 1)}…` : reason;
  return `  ${[mark, time, state, about].filter(Boolean).join(' ')} → ${addresses.join(', ') || 'nobody'}: ${why}`;
};

/** Whether a person should hear of it: that an alarm is well when it is first judged goes without saying. */
export const isNews = (notification: Notification): boolean => {
  const { state, before } = tell(notification);
  return !(state === 'OK' && before === 'INSUFFICIENT_DATA');
};

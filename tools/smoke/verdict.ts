import type { Outcome } from './smoke-test';

/** Summarizes a smoke test in sentences that claim no more than the checks verified. */
export const verdictOn = (outcomes: readonly Outcome[]): readonly string[] => {
  const failed = outcomes.filter(({ ok }) => !ok);
  const passed = outcomes.filter(({ ok, isSkipped }) => ok && isSkipped !== true);
  const received = passed.filter(({ due }) => due === undefined);
  const notDue = passed.flatMap(({ name, due }) => (due === undefined ? [] : [`${name} (${due})`]));
  const skipped = outcomes.filter(({ isSkipped }) => isSkipped === true);
  return [
    ...sentence('Failed', failed.map(nameOf)),
    ...sentence('Received the events', received.map(nameOf)),
    ...sentence('Answer, but the events are not due there yet', notDue),
    ...sentence('Skipped', skipped.map(nameOf)),
  ];
};

const nameOf = ({ name }: Outcome): string => name;

const sentence = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join('; ')}.`];

import type { Outcome } from './smoke-test';

/** What a smoke test came to, in sentences that claim no more than was looked at. */
export const verdictOn = (outcomes: readonly Outcome[]): readonly string[] => {
  const failed = outcomes.filter(({ ok }) => !ok);
  const fine = outcomes.filter(({ ok, isLeftOut }) => ok && isLeftOut !== true);
  const holding = fine.filter(({ comes }) => comes === undefined);
  const waiting = fine.flatMap(({ name, comes }) => (comes === undefined ? [] : [`${name} (${comes})`]));
  const leftOut = outcomes.filter(({ isLeftOut }) => isLeftOut === true);
  return [
    ...sentence('Failed', failed.map(nameOf)),
    ...sentence('What was sent is there', holding.map(nameOf)),
    ...sentence('Answers, and what was sent is not due there yet', waiting),
    ...sentence('Left out', leftOut.map(nameOf)),
  ];
};

const nameOf = ({ name }: Outcome): string => name;

const sentence = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join('; ')}.`];

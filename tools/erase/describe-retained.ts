import type { PseudonymsAnswer } from '../../lambdas/erasure';

/** What an erasure does not remove, one store per line, and until when each of them keeps it. */
export const describeRetained = (retained: PseudonymsAnswer['retained']): string =>
  [
    'An erasure does not remove the following. It is deleted on the given date at the latest:',
    ...retained.map(({ store, what, until }) => `  ${until}  ${store} (${what})`),
    'The pseudonyms stay for ever in the list of erased viewers (erasures/suppressed/ in the lake, and the warehouse),',
    'so that events that arrive late are left out. Without the keyring they identify no person.',
  ].join('\n');

/**
 * The evidence that a ratio is above its limit: the logarithm of how much better the ratio of the sample explains the sample
 * than the limit does, n · KL(bad ÷ n ‖ limit). It is 0 if the ratio is not above the limit. If the true ratio is at the limit
 * or below, a sample reaches the evidence e with a probability of at most exp(-e). Source: H. Chernoff, "A measure of
 * asymptotic efficiency for tests of a hypothesis based on the sum of observations", 1952; W. Hoeffding, 1963, theorem 1.
 */
export const evidence = (bad: number, of: number, limit: number): number => {
  const ratio = bad / of;
  if (!(ratio > limit)) return 0;
  const good = of - bad;
  return bad * Math.log(ratio / limit) + (good > 0 ? good * Math.log((1 - ratio) / (1 - limit)) : 0);
};

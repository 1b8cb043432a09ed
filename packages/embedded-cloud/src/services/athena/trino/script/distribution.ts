import { invalidArgument } from './refuse';

/** The logarithm of the gamma function, by Lanczos' series. Source: Numerical Recipes, 3rd edition, section 6.1. */
const COEFFICIENTS = [
  57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202, 3.399464998481189e-5,
  4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265,
  -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
];

const logGamma = (x: number): number => {
  const shifted = x + 5.2421875;
  const series = COEFFICIENTS.reduce((sum, one, index) => sum + one / (x + index + 1), 0.9999999999999971);
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310007 * series) / x);
};

/** The regularized incomplete beta function, by its continued fraction. Source: the same, section 6.4. */
const incompleteBeta = (a: number, b: number, x: number): number => {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b;
};

const TINY = 1e-300;
const apartFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

const fraction = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 / apartFromZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const step of [even, odd]) {
      d = 1 / apartFromZero(1 + step * d);
      c = apartFromZero(1 + step / c);
      result *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
};

/** The standard normal distribution: erf is an incomplete gamma function, here by its series or continued fraction. */
const normal = (x: number): number => {
  const half = (x * x) / 2;
  const density = Math.exp(-half) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 3) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (x * x) / (2 * n + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let tail = 0;
  for (let n = 200; n > 0; n--) tail = n / (Math.abs(x) + tail);
  const outside = density / (Math.abs(x) + tail);
  return x > 0 ? 1 - outside : outside;
};

/** The value at which an increasing distribution reaches a probability, by bisection. */
const inverse = (distribution: (x: number) => number, p: number, low: number, high: number): number => {
  let [from, to] = [low, high];
  for (let step = 0; step < 200 && from !== to; step++) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) break;
    if (distribution(middle) < p) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
};

const check = (isValid: boolean, message: string): void => {
  if (!isValid) invalidArgument(message);
};

/** The bounds of a Wilson score interval. Source: io.trino.operator.scalar.MathFunctions. */
const wilson =
  (sign: number) =>
  (successes: string, trials: string, z: string): string => {
    const [s, n, deviation] = [Number(successes), Number(trials), Number(z)];
    check(
      s >= 0 && n > 0 && s <= n && deviation >= 0,
      'number of successes must be between 0 and the number of trials',
    );
    const p = s / n;
    const square = deviation * deviation;
    const root = deviation * Math.sqrt((p * (1 - p) + square / (4 * n)) / n);
    return String((p + square / (2 * n) + sign * root) / (1 + square / n));
  };

const onNumbers =
  (evaluate: (...values: number[]) => number) =>
  (...texts: readonly string[]): string =>
    String(evaluate(...texts.map(Number)));

/** Trino's distributions: https://trino.io/docs/current/functions/math.html */
export const DISTRIBUTION_SCRIPTS = {
  normal_cdf: onNumbers((mean = 0, deviation = 1, value = 0) => {
    check(deviation > 0, 'standardDeviation must be > 0');
    return normal((value - mean) / deviation);
  }),
  inverse_normal_cdf: onNumbers((mean = 0, deviation = 1, p = 0) => {
    check(p > 0 && p < 1, 'p must be 0 > p > 1');
    check(deviation > 0, 'standardDeviation must be > 0');
    return mean + deviation * inverse(normal, p, -40, 40);
  }),
  beta_cdf: onNumbers((a = 1, b = 1, value = 0) => {
    check(value >= 0 && value <= 1 && a > 0 && b > 0, 'value must be 0 <= v <= 1, and a and b must be > 0');
    return incompleteBeta(a, b, value);
  }),
  inverse_beta_cdf: onNumbers((a = 1, b = 1, p = 0) => {
    check(p >= 0 && p <= 1 && a > 0 && b > 0, 'p must be 0 <= p <= 1, and a and b must be > 0');
    return inverse((value) => incompleteBeta(a, b, value), p, 0, 1);
  }),
  t_cdf: onNumbers((value = 0, freedom = 1) => {
    check(freedom > 0, 'df must be greater than 0');
    const tail = incompleteBeta(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2;
    return value > 0 ? 1 - tail : tail;
  }),
  t_pdf: onNumbers((value = 0, freedom = 1) => {
    check(freedom > 0, 'df must be greater than 0');
    const scale = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - Math.log(Math.PI * freedom) / 2;
    return Math.exp(scale - ((freedom + 1) / 2) * Math.log1p((value * value) / freedom));
  }),
  wilson_interval_lower: wilson(-1),
  wilson_interval_upper: wilson(1),
};

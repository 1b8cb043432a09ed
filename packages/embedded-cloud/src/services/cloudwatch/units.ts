const SIZES = ['Bytes', 'Bits', ...['Kilo', 'Mega', 'Giga', 'Tera'].flatMap((size) => [`${size}bytes`, `${size}bits`])];

/** The units that a datum may have. Source: CloudWatch, "MetricDatum". */
export const UNITS: ReadonlySet<string> = new Set([
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'None', 'Count', 'Count/Second'],
  ...SIZES,
  ...SIZES.map((size) => `${size}/Second`),
]);

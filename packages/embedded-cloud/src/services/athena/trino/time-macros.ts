import { fail, isOf, type Macros, NOT_A_TIME } from './macro-sql';

const isDay = "date_trunc('day', TIMESTAMP '2000-01-01' + n) = TIMESTAMP '2000-01-01' + n";
const isForward = "TIMESTAMP '2000-01-01' + n > TIMESTAMP '2000-01-01'";
const ISO =
  "replace(left(CAST(x AS VARCHAR), 19), ' ', 'T') || '.' || rpad(regexp_extract(CAST(x AS VARCHAR), '\\.(\\d{1,3})', 1), 3, '0')";

const COARSE = fail(
  "The embedded Athena needs three digits of a second in a TIMESTAMP literal that becomes a text: write TIMESTAMP '2026-01-31 10:00:00.000'.",
);

/** Times without another zone are in UTC. */
const OFFSET = `CASE WHEN ${isOf('x', 'TIMESTAMP WITH TIME ZONE')} THEN CAST(0 AS BIGINT) ELSE ${NOT_A_TIME} END`;

const MONTHS = "(12 * date_part('year', x) + date_part('month', x))";
const INTERVAL_PARTS = {
  year: `${MONTHS} // 12`,
  month: `${MONTHS} % 12`,
  day: 'epoch_ms(x) // 86400000',
  hour: 'epoch_ms(x) // 3600000 % 24',
  minute: 'epoch_ms(x) // 60000 % 60',
  second: 'epoch_ms(x) // 1000 % 60',
};

/** Macros for functions of times. */
export const TIME_TEXTS: Macros = {
  'to_iso8601(x)': `CASE WHEN ${isOf('x', 'DATE')} THEN CAST(x AS VARCHAR) WHEN ${isOf('x', 'TIMESTAMP')} THEN ${ISO}
    WHEN ${isOf('x', 'TIMESTAMP WITH TIME ZONE')} THEN ${ISO} || 'Z' ELSE ${fail('FUNCTION_NOT_FOUND: to_iso8601 needs a date or timestamp.')} END`,
  'current_timezone()': "'UTC'",
  'timezone_hour(x)': OFFSET,
  'timezone_minute(x)': OFFSET,
  'from_unixtime_nanos(x)': `CASE WHEN x < 0 THEN ${fail('The embedded Athena supports from_unixtime_nanos from 1970 on.')}
    ELSE CAST(make_timestamp((x + 500000) // 1000000 * 1000) AS TIMESTAMPTZ) END`,
  'parse_duration(x)': "to_milliseconds(CAST(trino_script('duration_ms', x) AS BIGINT))",
  'to_milliseconds(x)': 'CAST(epoch_ms(CAST(x AS INTERVAL)) AS BIGINT)',
};

/** Macros that only rewritten calls use: for times in zones and sequences of times. */
export const TIME_OPERATORS: Macros = {
  'time_sequence(x, y, n)': `CASE
    WHEN NOT ${isOf('x', 'DATE', 'TIMESTAMP')} THEN ${fail('The embedded Athena supports sequences of integers, dates and timestamps only.')}
    WHEN ${isOf('x', 'DATE')} AND NOT ${isDay} THEN ${fail('INVALID_FUNCTION_ARGUMENT: sequence step must be a day interval if start and end values are dates')}
    WHEN x <> y AND (x < y) <> (${isForward}) THEN ${fail('INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start')}
    WHEN day(x) > 28 AND n >= INTERVAL 28 DAY AND ${isDay} AND day(TIMESTAMP '2000-01-01' + n) = 1 THEN ${fail('The embedded Athena supports sequences by month only from the days 1 to 28.')}
    ELSE list_transform(generate_series(CAST(x AS TIMESTAMP), CAST(y AS TIMESTAMP), n), lambda trino_t: cast_to_type(trino_t, x)) END`,
  'date_sequence(x, y)': `CASE WHEN x <= y
    THEN list_transform(generate_series(CAST(x AS TIMESTAMP), CAST(y AS TIMESTAMP), INTERVAL 1 DAY), lambda trino_t: CAST(trino_t AS DATE))
    ELSE list_transform(generate_series(CAST(x AS TIMESTAMP), CAST(y AS TIMESTAMP), to_days(-1)), lambda trino_t: CAST(trino_t AS DATE)) END`,
  // A time that is left in its zone; the functions that read it are rewritten to use trino_local.
  'zoned(z, x)': fail(
    'The embedded Athena does not return times in other zones than UTC: CAST the result of AT TIME ZONE AS timestamp, date or varchar.',
  ),
  'local(z, x)': `CASE WHEN ${isOf('x', 'VARCHAR', 'DATE')} THEN ${NOT_A_TIME}
    WHEN regexp_full_match(z, '[+-]\\d{2}:\\d{2}')
      THEN timezone('UTC', CAST(x AS TIMESTAMPTZ)) + to_minutes(CAST(left(z, 1) || '1' AS INTEGER) * (60 * CAST(substring(z, 2, 2) AS INTEGER) + CAST(right(z, 2) AS INTEGER)))
    ELSE timezone(z, CAST(x AS TIMESTAMPTZ)) END`,
  'instant(x)': 'CAST(x AS TIMESTAMPTZ)',
  'zone_minutes(z, x)':
    "CAST(epoch(trino_local(z, x)) - epoch(timezone('UTC', CAST(x AS TIMESTAMPTZ))) AS BIGINT) // 60",
  'zone_timezone_hour(z, x)': 'trino_zone_minutes(z, x) // 60',
  'zone_timezone_minute(z, x)': 'trino_zone_minutes(z, x) % 60',
  // Intervals.
  'days_between(x, y)': 'to_days(CAST(y - x AS INTEGER))',
  ...Object.fromEntries(
    Object.entries(INTERVAL_PARTS).map(([field, value]) => [`interval_${field}(x)`, `CAST(${value} AS BIGINT)`]),
  ),
  // Timestamps whose fraction has not three digits: Trino keeps their precision in texts and additions.
  'coarse_timestamp(x)': 'trino_cast_timestamp(x)',
  'coarse_text(x)': `CASE WHEN ${isOf('x', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE')} THEN ${COARSE} ELSE trino_text(x) END`,
  'coarse_to_iso8601(x)': `CASE WHEN ${isOf('x', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE')} THEN ${COARSE} ELSE trino_to_iso8601(x) END`,
  'coarse_date_add(u, n, x)': `CASE WHEN lower(u) = 'millisecond' THEN ${COARSE} ELSE trino_date_add(u, n, x) END`,
};

const HOUR_MS = 3_600_000;

/** The partitions of arrival, by date and hour (UTC), that what was sent at a time until now may lie in. */
export const hoursSince = (
  sentAt: number,
  now = Date.now(),
): readonly { readonly dt: string; readonly hour: string }[] => {
  const hours = [];
  for (let at = Math.floor(sentAt / HOUR_MS) * HOUR_MS; at <= now; at += HOUR_MS) {
    const text = new Date(at).toISOString();
    hours.push({ dt: text.slice(0, 10), hour: text.slice(11, 13) });
  }
  return hours;
};

const HOUR_MS = 3_600_000;

/** The hours (UTC) since a time: the partitions of arrival in which events that were sent then may be. */
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

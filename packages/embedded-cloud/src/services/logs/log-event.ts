/** One event of a log group, as its file stores it. */
export interface LogEvent {
  /** Orders the events of a group by arrival: the microsecond of the ingestion since the epoch, or the next free one. */
  readonly id: number;
  readonly stream: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly message: string;
}

const [TIMESTAMP_DIGITS, ID_DIGITS] = [20, 36];

/** The event's id in the API: 56 digits as on AWS, which sort by timestamp and then by arrival. */
export const eventIdOf = ({ timestamp, id }: Pick<LogEvent, 'timestamp' | 'id'>): string =>
  String(timestamp).padStart(TIMESTAMP_DIGITS, '0') + String(id).padStart(ID_DIGITS, '0');

/** Epoch ms at which the event arrived. */
export const ingestionTimeOf = ({ id }: LogEvent): number => Math.floor(id / 1_000);

/** Orders events by timestamp and then by arrival. */
export const byTime = (a: LogEvent, b: LogEvent): number => a.timestamp - b.timestamp || a.id - b.id;

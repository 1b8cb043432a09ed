import type { ViewingEvent } from '../../../domain/families/viewing';
import { addDays, DAY_MS, startOf } from '../../../domain/lake';
import { simulatedSessions } from '../../../test/support/simulated';
import { TestLake } from '../../../test/support/test-lake';

const DATE = '2026-11-18';
/** The size of a raw object, as Firehose would deliver it. */
const EVENTS_PER_OBJECT = 50_000;
/** One of this many events arrives twice. */
const COPY_EVERY = 100;

/** Delivers the events of a day; returns their size as NDJSON, bytes. */
const deliver = async (lake: TestLake, events: number): Promise<number> => {
  let [delivered, jsonBytes, pending] = [0, 0, [] as ViewingEvent[]];
  for (const session of simulatedSessions(Infinity, startsAt)) {
    const wanted = Math.min(EVENTS_PER_OBJECT, events - delivered);
    pending.push(...session.slice(0, wanted - pending.length));
    if (pending.length < wanted) continue;
    const arrived = [...pending, ...pending.filter((_, index) => index % COPY_EVERY === 0)];
    jsonBytes += arrived.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)) + 1, 0);
    await lake.receive(arrived, startOf(DATE) + DAY_MS - 1);
    [delivered, pending] = [delivered + pending.length, []];
    if (delivered >= events) break;
  }
  return jsonBytes;
};

/** Starts are spread over the first twelve hours, so that each session ends on the day on which it began. */
const startsAt = (session: number): number => startOf(DATE) + ((session * 7_919_000) % (DAY_MS / 2));

/**
 * Curates one day with the given number of events: events, sessions, training examples and the week, with the days before
 * and after.
 */
export const benchCuration = async (events: number) => {
  const lake = await TestLake.open();
  try {
    const jsonBytes = await deliver(lake, events);
    let peakBytes = 0;
    const sampling = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 20);
    const [start, processor] = [performance.now(), process.cpuUsage()];
    await lake.curate([DATE], startOf(addDays(DATE, 1)) + DAY_MS / 12);
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(processor);
    clearInterval(sampling);
    const [[rows = '0'] = []] = await lake.ask('SELECT count(*) FROM viewing_events');
    const bytesOf = async (prefix: string): Promise<number> =>
      (await lake.objects.list(prefix)).reduce((sum, { bytes }) => sum + bytes, 0);
    const [rawBytes, curatedBytes] = [await bytesOf('raw/'), await bytesOf('curated/viewing_events/')];
    return {
      ...{ events, curatedRows: Number(rows), failures: lake.failures },
      ...{ seconds, processorSeconds: (user + system) / 1e6, peakMiB: Math.round(peakBytes / 2 ** 20) },
      ...{
        jsonBytes,
        rawBytes,
        curatedBytes,
        jsonToRaw: jsonBytes / rawBytes,
        jsonToCurated: jsonBytes / curatedBytes,
      },
      target: 'every event once, seconds <= 60, peakMiB <= 2,048, jsonToRaw >= 6',
      ok: Number(rows) === events && seconds <= 60 && peakBytes <= 2 * 2 ** 30 && jsonBytes >= 6 * rawBytes,
    };
  } finally {
    await lake.close();
  }
};

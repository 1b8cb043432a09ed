import { CommandFailed } from '../command/errors';
import type { Lake } from '../local/lake';
import { type Samples, toDate } from './statements';

/** Takes the values by which statements select rows from the events of the demo. */
export const sampleDemo = async (lake: Lake): Promise<Samples> => {
  const { rows } = await lake.query(
    `SELECT session_id, viewer_id, event_id, content_id, event_ts
     FROM viewing_events WHERE dt > '2000-01-01' AND viewer_id IS NOT NULL ORDER BY event_id LIMIT 1`,
  );
  const [sessionId, viewerId, eventId, contentId, eventTs] = rows[0] ?? [];
  if (sessionId === undefined) throw new CommandFailed('The demo has no curated events: run npm run demo first.');
  const paths = await lake.query(
    `SELECT DISTINCT "$path" FROM raw_viewing_events WHERE dt > '2000-01-01' ORDER BY 1 LIMIT 3`,
  );
  const others = await lake.query(
    `SELECT viewer_id FROM training_examples WHERE dt > '2000-01-01' AND viewer_id <> ? GROUP BY viewer_id ORDER BY count(*) DESC, viewer_id LIMIT 1`,
    `'${viewerId}'`,
  );
  return {
    erasedViewerId: others.rows[0]?.[0] ?? '',
    ...{
      date: toDate(eventTs),
      sessionId,
      viewerId: viewerId ?? '',
      eventId: eventId ?? '',
      contentId: contentId ?? '',
    },
    paths: paths.rows.map(([path = '']) => path),
  };
};

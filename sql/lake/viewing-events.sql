-- One row per event of a date, or of a slice of a date: from :from_ms to :to_ms (exclusive), epoch ms.
-- Copies of an event differ if different requests corrected its clock; the copy received first counts.
-- Of copies in one request, the smallest counts, column by column: rewriting a date gives the same rows.
-- An anonymous event has no viewer, so no erasure removes it.
-- The time of a copy may be on the other side of the border, so the query also reads the hour on either side. A player
-- whose clock was set between two attempts gives copies that are any time apart, but they arrive together: so the query
-- also reads what arrived in this time.
UNLOAD (
  WITH copies AS (
    SELECT
      {viewing_events.columns},
      row_number() OVER (
        PARTITION BY event_id
        ORDER BY
          received_at, event_ts, session_id, sequence, event,
          {viewing_events.columns except event_id, received_at, event_ts, session_id, sequence, event}
      ) AS copy
    FROM raw_viewing_events
    WHERE dt BETWEEN :first_arrival AND :last_arrival
      AND event_id IS NOT NULL
      AND (schema IS NULL OR schema IN ({viewing.schemas}))
      AND (
        (event_ts >= :from_ms - 3600000 AND event_ts < :to_ms + 3600000)
        OR (received_at >= :from_ms - 3600000 AND received_at < :to_ms + 3600000)
      )
  )
  SELECT
    {viewing_events.columns}
  FROM copies
  WHERE copy = 1
    AND event_ts >= :from_ms
    AND event_ts < :to_ms
    AND (viewer_id IS NULL OR viewer_id NOT IN (SELECT viewer_id FROM erased_viewers WHERE viewer_id IS NOT NULL))
) TO '{location}' WITH (format = 'PARQUET', compression = 'ZSTD')

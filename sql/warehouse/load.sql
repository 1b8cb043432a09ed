-- Loads objects of raw in one transaction with the load ledger. A repeated load changes nothing: stored events are not fresh.
LOCK mirror.load_ledger;

CREATE TEMP TABLE incoming (
  {incoming_columns}
) DISTSTYLE KEY DISTKEY (session_id);

-- FILLRECORD: the last columns are null if an older file does not have them.
COPY incoming FROM '{manifest}' IAM_ROLE '{role}' FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON;

-- The first received copy of an event counts, as in the lake. A watermark has no event_id, an anonymous event no viewer_id.
CREATE TEMP TABLE fresh DISTSTYLE KEY DISTKEY (session_id) AS
WITH copies AS (
  SELECT
    {event_names},
    row_number() OVER (
      PARTITION BY event_id
      ORDER BY received_at, event_ts, session_id, sequence, event, content_id, interval_ms, playhead_ms
    ) AS copy
  FROM incoming
  WHERE event_id IS NOT NULL AND event_ts >= {from_ms} AND event_ts < {to_ms}
    AND (schema IS NULL OR schema IN ({viewing.schemas}))
    AND (viewer_id IS NULL OR viewer_id NOT IN (SELECT viewer_id FROM mirror.erased_viewers))
)
SELECT {copies_names}
FROM copies
LEFT JOIN mirror.kept_events AS kept ON kept.event_id = copies.event_id
WHERE copies.copy = 1 AND (kept.event_id IS NULL OR kept.received_at > copies.received_at);

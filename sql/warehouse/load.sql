-- What arrived, once more, in one transaction with the ledger. Loaded twice it changes nothing: what is kept already is not fresh.
LOCK mirror.load_ledger;

CREATE TEMP TABLE incoming (
  {incoming_columns}
) DISTSTYLE KEY DISTKEY (session_id);

-- A column that a file does not have yet, at its end, is null.
COPY incoming FROM '{manifest}' IAM_ROLE '{role}' FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON;

-- Of the copies of an event the one received first counts, as in the lake; a watermark has no event_id.
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
    AND viewer_id NOT IN (SELECT viewer_id FROM mirror.erased_viewers)
)
SELECT {copies_names}
FROM copies
LEFT JOIN mirror.kept_events AS kept ON kept.event_id = copies.event_id
WHERE copies.copy = 1 AND (kept.event_id IS NULL OR kept.received_at > copies.received_at);

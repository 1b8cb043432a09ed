-- The erasure requests that have been applied.
SELECT DISTINCT object_key FROM mirror.erased_viewers;

-- The requests of erasure that are done.
SELECT DISTINCT object_key FROM mirror.erased_viewers;

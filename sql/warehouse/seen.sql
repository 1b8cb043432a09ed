-- The objects that have been processed, from a date of arrival on.
SELECT object_key FROM mirror.load_ledger WHERE arrival >= :from;

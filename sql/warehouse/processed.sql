-- The keys of the processed objects, from a date of arrival on.
SELECT object_key FROM mirror.load_ledger WHERE arrival >= :from;

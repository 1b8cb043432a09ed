-- The keys of the processed objects of one hour of arrival: those from :first to :end (exclusive).
SELECT object_key FROM mirror.load_ledger WHERE arrival = :arrival AND object_key >= :first AND object_key < :end;

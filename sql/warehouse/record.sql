-- Records the objects in the load ledger, in the transaction of the load.
INSERT INTO mirror.load_ledger (object_key, arrival, bytes, status, reason, run_id, recorded_at) VALUES {entries};

-- The end of a roll: every user may read the schema public, which has only views, and the digest of the roll is recorded.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;

DELETE FROM mirror.rolled;

INSERT INTO mirror.rolled (digest) VALUES ('{digest}');

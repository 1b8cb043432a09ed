-- The end of a roll: everybody may read what is in public, which is views alone, and what the roll made is noted.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;

DELETE FROM mirror.rolled;

INSERT INTO mirror.rolled (digest) VALUES ('{digest}');

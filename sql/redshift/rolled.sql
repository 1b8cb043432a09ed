-- The end of a roll: everybody may read the views, and what the roll made is noted.
GRANT SELECT ON {views} TO PUBLIC;

DELETE FROM mirror.rolled;

INSERT INTO mirror.rolled (digest) VALUES ('{digest}');

-- What the last roll made.
SELECT digest FROM mirror.rolled;

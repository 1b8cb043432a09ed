-- The digest of the last roll.
SELECT digest FROM mirror.rolled;

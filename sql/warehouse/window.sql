-- The dates that have tables, oldest first.
SELECT dt FROM mirror.days ORDER BY dt;

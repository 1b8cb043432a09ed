-- How many objects one load may contain.
SELECT min(objects) AS objects FROM mirror.load_step;

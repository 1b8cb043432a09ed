-- Sets how many objects one load may contain.
DELETE FROM mirror.load_step;

INSERT INTO mirror.load_step (objects) VALUES ({objects});

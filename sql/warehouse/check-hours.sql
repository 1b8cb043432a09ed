-- Records the hours in which a run found every object processed, and forgets those that left the window.
DELETE FROM mirror.checked_hours WHERE hour IN ({hours}) OR hour < '{first_kept}';

INSERT INTO mirror.checked_hours (hour, checked_at) VALUES {entries};

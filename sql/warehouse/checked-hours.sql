-- The hours of arrival in which a run found every object processed, and when, epoch ms.
SELECT hour, max(checked_at) AS checked_at FROM mirror.checked_hours GROUP BY hour;

-- The number of events of each shown date, and of the conflicts of its sessions, for the dashboard.
SELECT dt, sum(events) AS events, sum(conflicts) AS conflicts
FROM (
  SELECT dt, count(*) AS events, 0 AS conflicts FROM viewing_events GROUP BY dt
  UNION ALL
  SELECT dt, 0 AS events, coalesce(sum(conflicts), 0) AS conflicts FROM sessions GROUP BY dt
) AS counted
GROUP BY dt;

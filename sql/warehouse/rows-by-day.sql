-- The number of events of each shown date, for the dashboard.
SELECT dt, count(*) AS events FROM viewing_events GROUP BY dt;

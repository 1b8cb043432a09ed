-- For the dashboard: how many events each shown date has.
SELECT dt, count(*) AS events FROM viewing_events GROUP BY dt;

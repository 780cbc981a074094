-- grain: one service of the incidents that the filters let through
SELECT service, count(*) AS n_incidents
FROM (SELECT unnest(services) AS service FROM incidents_seen)
GROUP BY ALL
ORDER BY n_incidents DESC, service

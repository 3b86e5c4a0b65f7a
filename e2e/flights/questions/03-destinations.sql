-- The ten busiest destinations, by the names of the airports.
SELECT p.faa, p.name, count(*) AS flights, min(f.distance) AS miles
FROM flights f JOIN airports p ON f.dest = p.faa
GROUP BY p.faa, p.name
ORDER BY flights DESC, p.faa
LIMIT 10;

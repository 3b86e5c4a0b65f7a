-- Carriers that fly from all three airports, and how far they go.
SELECT carrier, count(DISTINCT origin) AS airports, max(distance) AS farthest, min(air_time) AS shortest_minutes
FROM flights
GROUP BY carrier
HAVING count(DISTINCT origin) = 3
ORDER BY carrier;

-- Month by month and carrier by carrier: how many flights, how many of them left more than an hour late?
SELECT month, carrier, count(*) AS flights, sum(CASE WHEN dep_delay > 60 THEN 1 ELSE 0 END) AS very_late, max(dep_delay) AS worst
FROM flights
GROUP BY month, carrier
ORDER BY month, carrier;

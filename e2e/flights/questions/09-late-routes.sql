-- Routes with at least 1000 flights that arrive 15 minutes late or more on average.
SELECT origin, dest, count(*) AS flights, round(avg(arr_delay), 1) AS average_delay
FROM flights
GROUP BY origin, dest
HAVING count(*) >= 1000 AND avg(arr_delay) >= 15
ORDER BY average_delay DESC, origin, dest;

-- To which destinations did flights go that the list of airports does not know?
SELECT f.dest, count(*) AS flights
FROM flights f LEFT JOIN airports p ON p.faa = f.dest
WHERE p.faa IS NULL
GROUP BY f.dest
ORDER BY f.dest;

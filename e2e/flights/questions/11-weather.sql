-- How much later do flights leave when nothing can be seen?
SELECT CASE WHEN w.visib < 2 THEN 'fog' WHEN w.visib < 8 THEN 'haze' ELSE 'clear' END AS sight, count(*) AS flights, round(avg(f.dep_delay), 2) AS average_delay
FROM flights f JOIN weather w ON w.origin = f.origin AND w.time_hour = f.time_hour
GROUP BY CASE WHEN w.visib < 2 THEN 'fog' WHEN w.visib < 8 THEN 'haze' ELSE 'clear' END
ORDER BY average_delay DESC;

-- Which airlines flew most, and how late did they arrive on average?
SELECT a.name, count(*) AS flights, round(avg(f.arr_delay), 2) AS average_delay
FROM flights f JOIN airlines a ON a.carrier = f.carrier
GROUP BY a.name
ORDER BY flights DESC, a.name;

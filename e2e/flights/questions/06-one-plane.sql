-- What did the aeroplane N14228 do in January? (One partition answers.)
SELECT month, day, dep_time, carrier, flight, origin, dest, arr_delay
FROM flights
WHERE tailnum = 'N14228' AND month = 1
ORDER BY month, day, sched_dep_time;

-- The ten flights that left latest.
SELECT f.month, f.day, f.dep_time, f.dep_delay, a.name, f.flight, f.origin, f.dest
FROM flights f JOIN airlines a ON a.carrier = f.carrier
WHERE f.dep_delay IS NOT NULL
ORDER BY f.dep_delay DESC, f.flight
LIMIT 10;

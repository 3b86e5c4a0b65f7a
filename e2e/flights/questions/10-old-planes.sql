-- Which makers built the aeroplanes, how old were the oldest, how many seats flew?
SELECT p.manufacturer, count(DISTINCT p.tailnum) AS planes, min(p.year) AS oldest, sum(p.seats) AS seats_flown
FROM flights f JOIN planes p ON p.tailnum = f.tailnum
GROUP BY p.manufacturer
HAVING count(*) > 1000
ORDER BY seats_flown DESC, p.manufacturer;

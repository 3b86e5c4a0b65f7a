-- How many flights, aeroplanes and destinations were there, and how many flights were cancelled?
SELECT count(*) AS flights, count(DISTINCT tailnum) AS planes, count(DISTINCT dest) AS destinations, count(*) - count(dep_time) AS cancelled
FROM flights;
